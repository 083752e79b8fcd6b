import { createContext, useContext } from 'react';

export type LiveStatus = 'connecting' | 'live' | 'reconnecting';

export const LiveContext = createContext<LiveStatus>('connecting');

export function useLiveStatus(): LiveStatus {
  return useContext(LiveContext);
}
