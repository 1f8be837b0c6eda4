{# Why a figure is refused on a structure or cannot be compared, as a committee reads it. #}
{% macro territory_reason_vi(code) -%}
    case {{ code }}
        when 'merged_later'
            then 'Không tách được số liệu sau sáp nhập về các đơn vị cũ.'
        when 'opened_later'
            then 'Đơn vị thành lập sau thời điểm của cơ cấu này.'
        when 'split_without_weights'
            then 'Đơn vị đã chia mà chưa khai báo tỷ lệ chia nên không quy đổi được.'
        when 'no_successor'
            then 'Đơn vị đã kết thúc hoạt động và không có đơn vị kế thừa.'
        when 'not_additive'
            then 'Số đếm theo sổ đăng ký, không cộng được khi gộp hoặc chia đơn vị.'
        when 'part_missing'
            then 'Thiếu tử số hoặc mẫu số nên không tính lại được.'
        when 'no_value'
            then 'Không so sánh được: chưa có số liệu.'
        when 'no_year_before'
            then 'Không so sánh được: không có số liệu năm trước trên cùng địa bàn.'
        when 'outside_communes'
            then 'Không so sánh được: địa bàn gồm xã ngoài thành phố, chỉ một trong hai năm có số liệu của xã đó.'
        when 'perimeter_ended'
            then 'Không so sánh được: địa bàn đã hết hiệu lực trước ngày cuối năm báo cáo.'
        when 'other_definition'
            then 'Không so sánh được: cách tính chỉ tiêu đã thay đổi giữa hai năm.'
        when 'other_window'
            then 'Không so sánh được: số liệu hai năm không cùng độ dài thời gian.'
    end
{%- endmacro %}
