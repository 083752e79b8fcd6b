/** What a statement on paper says, in words and figures: nothing is left to decide but where it stands. */
export type Sheet = {
  title: string;
  account: string;
  /** Label and value, above the table. */
  facts: [string, string][];
  /** From the opening over what each type adds up to, to the closing. */
  summary: { label: string; count: string; amount: string; strong: boolean }[];
  /** What the last column is called. */
  balanceLabel: string;
  /** Whether the lines name a buyer each. */
  withBuyers: boolean;
  opening: { at: string; amount: string };
  rows: SheetRow[];
  closing: { at: string; amount: string };
  /** At the foot of every page, so that a page by itself still says whose it is. */
  foot: string;
  /** Everything that changes by itself is dated by this. */
  writtenAt: Date;
};

export type SheetRow = {
  at: string;
  description: string;
  lead: string;
  buyer: string;
  amount: string;
  balance: string;
};
