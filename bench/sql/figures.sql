-- TwoFour's figures of messages, orders, refunds and ratings in SQL window functions, default counting rules.
--
-- In:  the variables `messages`, `orders`, `refunds`, `ratings` (lists of Parquet files), `first_day` and
--      `last_day` (days since 1970-01-01, both included).
-- Out: one row per agent with the period's sums.
--
-- It may do less than TwoFour: every message names its agent, nothing counts what is still pending,
-- one time zone without clock changes, one set of counting rules.

create or replace macro business_day(second) as (second + 8 * 3600) // 86400;  -- Shanghai keeps one offset
create or replace macro day_start(day) as day * 86400 - 8 * 3600;

-- Who spoke when; machines and the system say nothing. Neighbours are those of the same customer.
create or replace temp table talk as
with said as (
    select shop_id, customer_id, agent_id, seq, sender = 'customer' as asks, epoch_us(sent_at) // 1000000 as t
    from read_parquet(getvariable('messages'))
    where sender in ('customer', 'agent')
), neighbours as (
    select *,
        row_number() over person as place,
        lag(t) over person as last_t, lag(asks) over person as last_asks,
        lead(t) over person as next_t, lead(asks) over person as next_asks,
        lead(agent_id) over person as next_agent
    from said
    window person as (partition by shop_id, customer_id order by t, seq)
), opened as (
    select *,
        last_t is null
            or (t - last_t > 600 and (asks or not last_asks))
            or (t - last_t > 86400 and last_asks and not asks) as opens,
        asks and (opens or not last_asks) as begins
    from neighbours
)
select
    shop_id, customer_id, agent_id, asks, t, place, next_t, next_agent, next_asks,
    sum(opens::int) over person as conversation,
    lead(opens) over person as next_opens,
    max(t) filter (begins) over person as wait_start,
    max(place) filter (begins) over person = max(place) filter (opens) over person as first_of_conversation
from opened
window person as (partition by shop_id, customer_id order by place);

-- A wait ends at the next human message, or stays unanswered at the end of its conversation.
create or replace temp table waits as
select
    shop_id, customer_id,
    coalesce(not next_opens and not next_asks, false) as answered,
    if(answered, next_agent, agent_id) as agent_id,
    if(answered, next_t - wait_start, null) as seconds,
    first_of_conversation as first,
    business_day(wait_start) as day
from talk
where asks and (next_asks is null or not next_asks or next_opens);

create or replace temp table spans as
select
    shop_id, customer_id, conversation, agent_id, business_day(min(t)) as day,
    min(t) as start, max(t) as stop, bool_or(asks) and bool_or(not asks) as valid, bool_or(not asks) as talked
from talk
group by shop_id, customer_id, conversation, agent_id;

create or replace temp table receptions as
select
    row_number() over () as reception, shop_id, customer_id, agent_id, business_day(t) as day,
    min(t) filter (asks) as first_asked, count(*) filter (asks) as asked, count(*) filter (not asks) as spoken
from talk
group by shop_id, customer_id, agent_id, business_day(t);

create or replace temp table bought as
select
    shop_id, customer_id, order_id, coalesce(paid_amount, amount) as money, coalesce(item_count, 0) as items,
    epoch_us(created_at) // 1000000 as created, epoch_us(paid_at) // 1000000 as paid,
    epoch_us(closed_at) // 1000000 as closed
from read_parquet(getvariable('orders'));

-- What one order means for one reception of the same customer; any order may make it come true.
create or replace temp table inquiries as
with facts as (
    select
        reception,
        created >= first_asked and created < day_start(day + 2) as in_window,
        paid < first_asked and paid >= first_asked - 21 * 86400 as before,
        in_window as ordered,
        in_window and created < day_start(day + 1) as ordered_same_day,
        in_window and paid >= day_start(day) and paid < day_start(day + 1) as paid_same_day,
        in_window and paid >= day_start(day) and paid < day_start(day + 2) as paid_next_day,
        in_window and paid - created <= 7 * 86400 as paid_in_time,
        created >= first_asked and paid < first_asked + 7 * 86400 as paid_7d
    from receptions join bought using (shop_id, customer_id)
    where asked > 0 and spoken > 0
), outcomes as (
    select
        reception, bool_or(before) as before, bool_or(ordered) as ordered,
        bool_or(ordered_same_day) as ordered_same_day, bool_or(paid_same_day) as paid_same_day,
        bool_or(paid_next_day) as paid_next_day, bool_or(paid_in_time) as paid_in_time,
        bool_or(paid_7d) as paid_7d
    from facts
    group by reception
)
select *
from receptions left join outcomes using (reception)
where asked > 0 and spoken > 0 and not (coalesce(before, false) and not coalesce(ordered, false));

-- Whose order: the span that holds the moment, else the one that ended closest before it within two days;
-- then whoever spoke last in it, then the smaller name.
create or replace macro agent_at(moment) as table
with reached as (
    select order_id, shop_id, customer_id, agent_id, start, stop, happened
    from (select *, if(moment = 'paid', paid, created) as happened from bought)
    join spans using (shop_id, customer_id)
    where valid and start <= happened and stop >= happened - 2 * 86400
    qualify stop = max(stop) over (partition by shop_id, order_id)
), spoken as (
    select reached.shop_id, order_id, reached.agent_id, max(t) as spoke
    from reached join talk using (shop_id, customer_id)
    where talk.agent_id = reached.agent_id and not asks and t between start and least(happened, stop)
    group by all
)
select shop_id, order_id, agent_id
from reached left join spoken using (shop_id, order_id, agent_id)
qualify row_number() over (partition by shop_id, order_id order by spoke desc nulls last, agent_id) = 1;

create or replace temp table credited as
select
    bought.*, at_order.agent_id as order_agent, coalesce(at_order.agent_id, at_payment.agent_id) as agent_id,
    business_day(paid) as day
from bought
left join agent_at('created') as at_order using (shop_id, order_id)
left join agent_at('paid') as at_payment using (shop_id, order_id);

-- Until when a shop's data reaches: a refund or rating after that does not exist yet.
create or replace temp table watermarks as
select shop_id, max(at_latest) as as_of
from (
    select shop_id, max(sent_at) as at_latest from read_parquet(getvariable('messages')) group by all
    union all
    select shop_id, max(greatest(created_at, paid_at)) from read_parquet(getvariable('orders')) group by all
)
group by all;

create or replace temp table refunded as
select
    refunds.shop_id, order_id, amount as money, kind, refunds.agent_id as handler, credited.agent_id,
    epoch_us(completed_at) // 1000000 - epoch_us(requested_at) // 1000000 as seconds,
    business_day(epoch_us(completed_at) // 1000000) as day
from read_parquet(getvariable('refunds')) as refunds
join watermarks using (shop_id)
left join credited using (shop_id, order_id)
where status = 'success' and completed_at <= as_of;

-- Paid orders with what makes them more than their money.
create or replace temp table sold as
with earlier as (
    select
        later.shop_id, later.order_id,
        bool_or(later.paid - first.paid between 86400 and 180 * 86400) as returns,
        min(first.paid) filter (later.created - first.paid between 1 and 86400) as paid_before
    from credited as later join bought as first using (shop_id, customer_id)
    where first.paid is not null and first.order_id <> later.order_id
    group by all
), persuaded as (
    select distinct shop_id, order_id
    from credited join earlier using (shop_id, order_id) join talk using (shop_id, customer_id, agent_id)
    where not asks and t > paid_before and t <= created
), back as (
    select shop_id, order_id, sum(money) as refunded from refunded group by all
)
select
    credited.*, coalesce(returns, false) as returns, persuaded.order_id is not null as upsell,
    coalesce(refunded, 0) as refunded, back.order_id is not null as was_refunded
from credited
left join earlier using (shop_id, order_id)
left join persuaded using (shop_id, order_id)
left join back using (shop_id, order_id)
where paid is not null;

-- The first human word more than five minutes after an order that is still unpaid, open and in time.
create or replace temp table urges as
select
    order_id, shop_id, arg_min(talk.agent_id, place) as agent_id, business_day(min(t)) as day,
    any_value(coalesce(paid - created <= 7 * 86400, false)) as urged_paid
from bought join talk using (shop_id, customer_id)
where not asks and t > created + 300 and t < least(paid, closed, created + 7 * 86400)
group by shop_id, order_id;

create or replace temp table assists as
select distinct order_id, shop_id, spans.agent_id, business_day(created) as day
from credited join spans using (shop_id, customer_id)
where valid and start <= coalesce(paid, created) and stop >= created - 2 * 86400
    and spans.agent_id is distinct from if(paid is null, order_agent, credited.agent_id);

-- Spans open at one second, both ends included: one more at each start, one less after each end.
create or replace temp table peaks as
with steps as (
    select shop_id, agent_id, unnest([start, stop + 1]) as second, unnest([1, -1]) as step
    from spans
    where talked and day between getvariable('first_day') and getvariable('last_day')
), open as (
    select shop_id, agent_id, sum(step) over (partition by shop_id, agent_id order by second, step) as spans
    from steps
)
select shop_id, agent_id, getvariable('first_day') as day, max(spans) as peak_concurrent from open group by all;

with slow as (
    select shop_id, customer_id, agent_id, day from waits where seconds > 120 group by all having count(*) >= 3
), sums as (
    select
        shop_id, agent_id, day, count(*) as waits, sum(answered::int) as answered_waits,
        sum(seconds) as response_seconds, sum(seconds) filter (first) as first_response_seconds,
        sum((first and answered)::int) as first_responses,
        sum((seconds <= 30)::int) as within_30s, sum((seconds <= 180)::int) as within_180s
    from waits group by all
    union all by name
    select
        shop_id, agent_id, day, sum(talked::int) as conversations,
        sum((talked and stop - start > 1800)::int) as long_conversations
    from spans group by all
    union all by name
    select
        shop_id, agent_id, day, sum((asked > 0)::int) as consulted,
        sum((asked > 0 and spoken > 0)::int) as received, sum((asked > 0 and spoken = 0)::int) as unreplied,
        sum(asked) as customer_messages, sum(spoken) as agent_messages
    from receptions group by all
    union all by name
    select shop_id, agent_id, day, count(*) as slow_receptions
    from receptions join slow using (shop_id, customer_id, agent_id, day)
    where asked > 0 and spoken > 0 group by all
    union all by name
    select shop_id, agent_id, business_day(epoch_us(sent_at) // 1000000) as day, count(*) as auto_messages
    from read_parquet(getvariable('messages')) where sender = 'bot' group by all
    union all by name
    select
        shop_id, agent_id, day, count(*) as inquiries, sum(ordered::int) as ordered,
        sum(ordered_same_day::int) as ordered_same_day, sum(paid_same_day::int) as paid_same_day,
        sum(paid_next_day::int) as paid_next_day, sum(paid_in_time::int) as paid_in_time,
        sum(paid_7d::int) as paid_7d
    from inquiries group by all
    union all by name
    select
        shop_id, agent_id, day, sum(money) as sales, sum(money) as effective_sales, count(*) as sales_orders,
        sum(items) as sales_items, count(distinct customer_id) as sales_customers,
        sum(upsell::int) as upsell_orders, sum(money) filter (upsell) as upsell_sales,
        sum(money) filter (returns) as returning_sales,
        count(distinct customer_id) filter (returns) as repurchase_customers,
        sum(refunded) as refunded, sum(was_refunded::int) as refund_orders
    from sold group by all
    union all by name
    select shop_id, agent_id, day, sum(money) as refunds_credited, -sum(money) as effective_sales
    from refunded group by all
    union all by name
    select
        shop_id, handler as agent_id, day, sum(seconds) as refund_seconds, count(*) as refunds_completed,
        sum(seconds) filter (kind = 'refund_only') as refund_seconds_refund_only,
        count(*) filter (kind = 'refund_only') as refunds_completed_refund_only,
        sum(seconds) filter (kind = 'return_refund') as refund_seconds_return_refund,
        count(*) filter (kind = 'return_refund') as refunds_completed_return_refund
    from refunded group by all
    union all by name
    select shop_id, agent_id, day, count(*) as urged, sum(urged_paid::int) as urged_paid from urges group by all
    union all by name
    select shop_id, agent_id, day, count(*) as assisted_orders from assists group by all
    union all by name
    select * from peaks
    union all by name
    select
        shop_id, agent_id, business_day(epoch_us(rated_at) // 1000000) as day, sum(score) as rating_points,
        count(*) as ratings, sum((score >= 4)::int) as satisfied_ratings, sum((score <= 2)::int) as low_ratings,
        sum(coalesce(named_praise, false)::int) as named_praise
    from read_parquet(getvariable('ratings')) join watermarks using (shop_id)
    where rated_at <= as_of group by all
)
select agent_id, coalesce(sum(columns(* exclude (shop_id, agent_id, day))), 0)::bigint
from sums
where day between getvariable('first_day') and getvariable('last_day') and agent_id is not null
group by agent_id;
