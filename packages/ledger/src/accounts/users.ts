import { ROLES } from '@drawdown/shared/codes';
import { newId } from '@drawdown/shared/ids';
import type { Database } from '../database/connection.ts';
import { oneOf } from '../database/parse.ts';
import type { UserRow } from '../generated/prisma/client.ts';
import type { User, Users } from './types.ts';

export function createUsers({ prisma }: Database): Users {
  return {
    async ensure({ accountId, email, name, role, passwordHash }) {
      const known = await prisma.userRow.findUnique({ where: { email: email.toLowerCase() } });
      if (known !== null && known.accountId !== accountId) {
        throw new Error('this email belongs to a user of another account');
      }
      const row = await prisma.userRow.upsert({
        where: { email: email.toLowerCase() },
        create: { id: newId('user'), accountId, email: email.toLowerCase(), name, role, passwordHash },
        update: { name, role, passwordHash },
      });
      return toUser(row);
    },

    async findByEmail(email) {
      const row = await prisma.userRow.findUnique({ where: { email: email.toLowerCase() } });
      return row && toUser(row);
    },

    async get(userId) {
      const row = await prisma.userRow.findUnique({ where: { id: userId } });
      return row && toUser(row);
    },
  };
}

function toUser({ id, accountId, email, name, role, passwordHash }: UserRow): User {
  return { id, accountId, email, name, role: oneOf(ROLES, role), passwordHash };
}
