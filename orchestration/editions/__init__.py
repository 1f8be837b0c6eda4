"""Editions for readers: a folder an audience, with what that audience may see and nothing else."""
