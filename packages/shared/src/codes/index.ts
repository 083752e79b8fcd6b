export type { ErrorCode } from './errors.ts';
export { ERROR_CODES, ERROR_STATUS } from './errors.ts';
export type { PauseReason, RefusalCode } from './refusals.ts';
export { PAUSE_REASONS, REFUSAL_CODES } from './refusals.ts';
export type { ApiScope, Role } from './scopes.ts';
export { API_SCOPES, ROLE_SCOPES, ROLES } from './scopes.ts';
export type { TopUpFunding, TopUpStatus } from './top-ups.ts';
export { isFinalTopUpStatus, TOP_UP_FUNDINGS, TOP_UP_STATUSES } from './top-ups.ts';
