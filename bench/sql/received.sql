-- One simple count alone: customers received, per agent (a customer's and a human's message on one day).
with days as (
    select
        agent_id, customer_id, shop_id, (epoch_us(sent_at) // 1000000 + 8 * 3600) // 86400 as day,
        bool_or(sender = 'customer') and bool_or(sender = 'agent') as received
    from read_parquet(getvariable('messages'))
    where sender in ('customer', 'agent')
    group by all
)
select agent_id, count(*) filter (received) as received
from days
where day between getvariable('first_day') and getvariable('last_day')
group by agent_id;
