"""What is right: forms, rules, register, issues, slips, disclosure."""

from quality import allocator

allocator.set_up()
