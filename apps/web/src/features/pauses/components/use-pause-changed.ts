import { useQueryClient } from '@tanstack/react-query';

/** Fetches again whatever a pause or its end shows up in. */
export function usePauseChanged(): () => void {
  const queryClient = useQueryClient();
  return () => {
    for (const key of ['pauses', 'buyers', 'charges'])
      void queryClient.invalidateQueries({ queryKey: [key] });
  };
}
