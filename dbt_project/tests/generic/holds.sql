{# Every row satisfies the expression; NULL counts as satisfied. #}
{% test holds(model, expression) %}
select *
from {{ model }}
where not ({{ expression }})
{% endtest %}
