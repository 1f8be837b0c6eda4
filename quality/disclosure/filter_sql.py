"""SQL that leaves in a mart what one audience may see; the marts of an edition are made by it and by nothing else.

The statement reads the mart from schema ``marts`` of the catalog ``whole`` and, in the default catalog,
``fate`` (of sensitive figures), ``own_unit``, ``seen_kind``, ``own_kind`` and ``public_field``.
"""

from __future__ import annotations

from quality.disclosure.audience_policy import AudienceClass, MartRule

_SCOPES = {
    "level": ("m.level", "m.unit_code", "m.unit_valid_from", "null::date"),
    "city": ("'city'", "null::varchar", "null::date", "null::date"),
    "perimeter": ("'perimeter'", "m.perimeter", "null::date", "null::date"),
    "structure": ("'structure'", "m.unit_code", "m.unit_valid_from", "m.structure_from"),
}


class UndeclaredColumnsError(ValueError):
    """A mart has columns of which nobody has said who may see them, or the rule names some it has not."""


def check_columns(mart: str, rule: MartRule, columns: list[str]) -> None:
    """Raise UndeclaredColumnsError unless the rule names exactly the columns of the mart."""
    differ = rule.columns() ^ set(columns)
    if differ:
        raise UndeclaredColumnsError(f"quality/disclosure/marts.yml: {mart}: {', '.join(sorted(differ))}")


def filtered(mart: str, rule: MartRule, columns: list[str], seen_by: AudienceClass) -> str:
    """Select of what an audience of the class ``seen_by`` may see of ``mart``, in the mart's order of columns."""
    check_columns(mart, rule, columns)
    sensitive = rule.scope is not None or rule.indicator
    joins = [f"from whole.marts.{mart} as m", *_unit_joins(rule)]
    if sensitive:
        joins.append("left join whole.marts.dim_indicator as i on i.indicator_code = m.indicator_code")
    flags = [f"{_own(rule)} as kho_own", f"{_below(rule)} as kho_below"]
    flags.append(f"{_is_public(rule)} as kho_public")
    for cell, year in rule.cells.items():
        scope, place, start, structure = _SCOPES[rule.scope or "city"]
        joins.append(
            f"left join fate as f_{cell} on f_{cell}.scope = {scope} and f_{cell}.indicator_code = m.indicator_code"
            f" and f_{cell}.report_year = m.{year} and f_{cell}.place is not distinct from {place}"
            f" and f_{cell}.valid_from is not distinct from {start}"
            f" and f_{cell}.structure_from is not distinct from {structure}"
        )
        flags.append(f"coalesce({_hidden(rule, cell)}, false) as kho_hides_{cell}")
        flags.append(f"f_{cell}.value as kho_value_{cell}")
    kept = _kept(rule, seen_by)
    flagged = f"select m.*, {_kind(rule)} as kho_kind, {', '.join(flags)} {' '.join(joins)}"
    chosen = [_column(rule, column) for column in columns] + [*_states(rule)]
    return f"with flagged as ({flagged}) select {', '.join(chosen)} from flagged as m where {kept} order by all"  # noqa: S608 — names of marts.yml, checked when read


def _unit_joins(rule: MartRule) -> list[str]:
    if rule.unit:
        code, start = rule.unit
        return [
            f"left join own_unit as o on o.unit_code = m.{code} and o.valid_from = m.{start}",
            f"left join whole.marts.dim_reporting_unit as u on u.unit_code = m.{code} and u.valid_from = m.{start}",
        ]
    if rule.unit_in_period:  # whose code it was when the period ended: codes are used again
        code, period = rule.unit_in_period
        return [
            f"left join whole.marts.dim_period as p on p.period_id = m.{period}",
            f"left join whole.marts.dim_reporting_unit as u on u.unit_code = m.{code}"
            " and p.period_end between u.valid_from and coalesce(u.valid_to, date '9999-12-31')",
            "left join own_unit as o on o.unit_code = u.unit_code and o.valid_from = u.valid_from",
        ]
    return []


def _own(rule: MartRule) -> str:
    return "o.unit_code is not null" if rule.unit or rule.unit_in_period else "false"


def _kind(rule: MartRule) -> str:
    return "u.unit_kind" if rule.unit or rule.unit_in_period else "null::varchar"


def _below(rule: MartRule) -> str:
    if rule.unit:
        return f"m.{rule.unit[0]} is not null"
    return f"m.{rule.unit_code_only} is not null" if rule.unit_code_only else "false"


def _is_public(rule: MartRule) -> str:
    if rule.field:
        form, field, rule_id = rule.field
        # of a whole file, and not held against others: such a sentence repeats no figure
        return (
            f"(m.{field} is null and m.{rule_id} not like 'X%'"
            f" or exists (from public_field as pf where pf.form_code = m.{form} and pf.field = m.{field})"
            f" and m.{rule_id} not in (from sensitive_rule) and m.{rule_id} not like 'XCHK%')"
        )
    return "coalesce(i.sensitivity = 'public', false)" if rule.scope or rule.indicator else "true"


def _hidden(rule: MartRule, cell: str) -> str:
    """A figure for the city only is hidden below it unless it is said to be shown; any other when it is said so."""
    restricted = f"i.sensitivity in (from city_level_only) and {_below(rule)}"
    return (
        f"i.sensitivity <> 'public' and not ({_own(rule)}) and case when {restricted}"
        f" then coalesce(f_{cell}.fate, '') <> 'shown' else f_{cell}.fate <> 'shown' end"
    )


def _kept(rule: MartRule, seen_by: AudienceClass) -> str:
    seen = {
        "all": "true",
        "shared": "(not kho_below or kho_own or kho_kind in (from seen_kind))",
        "kind": "(kho_own or kho_kind in (from own_kind))",
        "own": "kho_own",
        "absent": "false",
    }[rule.rows[seen_by]]
    if rule.scope in {"level", "structure"}:
        first = next(iter(rule.cells))
        restricted = (
            "(select sensitivity from whole.marts.dim_indicator as d where d.indicator_code = m.indicator_code)"
        )
        seen += f" and not (kho_below and {restricted} in (from city_level_only) and kho_hides_{first})"
    elif rule.indicator and rule.rows[seen_by] == "kind":
        seen += " and kho_public"
    elif rule.indicator and not rule.own_unless_public:
        seen += " and (not kho_below or kho_own or kho_public)"
    return seen


def _column(rule: MartRule, column: str) -> str:
    if column in rule.own_unless_public:
        return f"case when kho_own or kho_public then m.{column} end as {column}"
    if column not in rule.hidden_with:
        return f"m.{column}"
    return f"case when not ({_is_hidden(rule, column)}) then m.{column} end as {column}"


def _is_hidden(rule: MartRule, column: str) -> str:
    hidden = " or ".join(f"kho_hides_{cell}" for cell in rule.hidden_with[column])
    main = next(iter(rule.states.values())).of if rule.states else column
    if column in rule.whole_only:
        hidden += f" or not (kho_public or kho_own or coalesce(m.{column} = m.{main}, true))"
    if column in rule.yearly_only:
        cell = next(c for c, year in rule.cells.items() if year == rule.yearly_only[column])
        hidden += f" or not (kho_public or kho_own or coalesce(m.{column} = kho_value_{cell} or m.{column} = 0, true))"
    return hidden


def _states(rule: MartRule) -> list[str]:
    """Columns beside the values: why one is empty, and that a 0 is meant."""
    named = {state.of: name for name, state in rule.states.items()}
    found = []
    for column in rule.hidden_with:
        state = next((s for s in rule.states.values() if s.of == column), None)
        name = named.get(column, f"{column}_state")
        why = f"when {state.not_due} then 'not_due' when {state.not_applicable} then 'not_applicable'" if state else ""
        absent = "missing" if state else "none"
        found.append(
            f"case when m.{column} is not null and ({_is_hidden(rule, column)}) then 'suppressed'"
            f" when try_cast(m.{column} as double) = 0 then 'zero' when m.{column} is not null then 'value'"
            f" {why} else '{absent}' end as {name}"
        )
    return found
