import type { BusinessEvent } from '../books/events.ts';
import { type PostResult, postWithin } from '../books/post.ts';
import { type ConnectionOptions, connect } from '../database/connection.ts';

/** Posts business events whose processes are not what a test is about. */
export function openBookkeeper(options: ConnectionOptions) {
  const database = connect(options);
  return {
    post: (event: BusinessEvent): Promise<PostResult> =>
      database.prisma.$transaction((records) => postWithin(records, event)),
    close: () => database.close(),
  };
}
