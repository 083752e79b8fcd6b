-- Whether the credit of this top-up stands in the place of failed charges whose money it brings in, so that they are not
-- taken again. Who asks for it may want both.
alter table top_up add column cancels_retries boolean not null default true;
