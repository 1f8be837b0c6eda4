-- One row a figure that was published before; `held` and what it was on its day come from computing that day again, which is
-- done only for figures that differ today.
select
    figures.figure_id,
    cast(figures.published_on as varchar) as published_on,
    figures.published_value,
    figures.current_value,
    case when not figures.agrees then coalesce(figures.current_value, -1e9) end as current_value_where_it_differs,
    then_known.value_then,
    case when then_known.figure_id is null then 'có' else 'không' end as held
from warehouse.marts.fct_published_figure as figures
left join contradicted as then_known on figures.figure_id = then_known.figure_id
order by figures.figure_id
