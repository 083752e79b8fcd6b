import { createHmac } from 'node:crypto';

/**
 * The `stripe-signature` header for one attempt. Its time is the wall clock and not the emulator's, which tests
 * may move: receivers compare it with their own clock.
 */
export function signatureHeader(payload: string, secret: string): string {
  const timestamp = Math.floor(Date.now() / 1000);
  const signature = createHmac('sha256', secret).update(`${timestamp}.${payload}`).digest('hex');
  return `t=${timestamp},v1=${signature}`;
}
