-- A charge keeps the schedule that it began to fail with: settings that are changed later concern charges that fail later.
-- Null before that. Where the account has no schedule of its own, an empty object stands for the standard one.
alter table charge
  add column retry_policy jsonb check (jsonb_typeof(retry_policy) = 'object'),
  add column retry_policy_label text,
  add check (retry_policy is not null or retry_policy_label is null);

update charge c set retry_policy = coalesce(a.retry_policy, '{}'), retry_policy_label = a.retry_policy_label
  from account a where a.id = c.account_id and c.retry_state is not null;
