/** What an API key may be allowed to do. A person's role stands for a set of these. */
export const API_SCOPES = [
  'buyers:read',
  'buyers:write',
  'wallets:read',
  'wallets:write',
  'payment_methods:write',
  'top_ups:write',
  'refunds:write',
  'invoices:read',
  'invoices:write',
  'credit:grant',
  'charges:read',
  'charges:write',
  'deliveries:read',
  'deliveries:write',
  'settings:read',
  'settings:write',
  'notifications:read',
] as const;

export type ApiScope = (typeof API_SCOPES)[number];

export const ROLES = ['owner', 'admin', 'billing', 'viewer'] as const;

export type Role = (typeof ROLES)[number];

const READ_SCOPES: readonly ApiScope[] = [
  'buyers:read',
  'wallets:read',
  'charges:read',
  'invoices:read',
  'deliveries:read',
  'settings:read',
];

/**
 * `billing` adds credit and looks after failing charges but changes no settings; `viewer` only looks, and sees no mail,
 * because a mail may hold a link that pays.
 */
export const ROLE_SCOPES: Record<Role, readonly ApiScope[]> = {
  owner: API_SCOPES,
  admin: API_SCOPES,
  billing: [
    ...READ_SCOPES,
    'payment_methods:write',
    'top_ups:write',
    'refunds:write',
    'invoices:write',
    'credit:grant',
    'charges:write',
    'notifications:read',
  ],
  viewer: READ_SCOPES,
};
