-- What a statement says for ever, and finding the deliveries of a period.

-- A text of a record as it stood right before an instant, from what later changes wrote down; `p_now` is how it stands
-- now. A statement of a past period names buyers and cards as they were then, so that it stays the same for ever.
create function text_as_of(p_subject_id text, p_field text, p_at timestamptz, p_now text)
returns text language sql stable as $$
  select case when later.before is null then p_now else later.before ->> p_field end
  from (select) as nothing
  left join lateral (
    select a.before from audit_log a
    where a.subject_id = p_subject_id and a.at >= p_at and a.before ? p_field
    order by a.at, a.id limit 1) as later on true
$$;

-- Deliveries are written in the order of time: the pages that hold a period are found at next to no cost for draws.
create index delivery_created on delivery using brin (created_at) with (autosummarize = on);
