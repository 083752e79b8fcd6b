/** What an API key may be allowed to do. A person's role stands for a set of these. */
export const API_SCOPES = [
  'buyers:read',
  'buyers:write',
  'wallets:read',
  'wallets:write',
  'payment_methods:write',
  'top_ups:write',
  'credit:grant',
  'deliveries:read',
  'deliveries:write',
  'settings:read',
  'settings:write',
] as const;

export type ApiScope = (typeof API_SCOPES)[number];

export const ROLES = ['owner', 'admin', 'billing', 'viewer'] as const;

export type Role = (typeof ROLES)[number];

const READ_SCOPES: readonly ApiScope[] = ['buyers:read', 'wallets:read', 'deliveries:read', 'settings:read'];

/** `billing` adds credit but changes no settings; `viewer` only looks. */
export const ROLE_SCOPES: Record<Role, readonly ApiScope[]> = {
  owner: API_SCOPES,
  admin: API_SCOPES,
  billing: [...READ_SCOPES, 'payment_methods:write', 'top_ups:write', 'credit:grant'],
  viewer: READ_SCOPES,
};
