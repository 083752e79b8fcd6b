/** What a mail says, before it becomes text and HTML. Everything in it is plain text. */
export type Letter = {
  subject: string;
  paragraphs: string[];
  /** Figures and names, one to a line. */
  facts: { label: string; value: string | null }[];
  /** The one thing to do. */
  action: { label: string; url: string } | null;
  /** What stands below the action. */
  closing: string[];
};

export type LetterContext = {
  accountName: string;
  audience: 'agency' | 'buyer';
  replyTo: string | null;
  /** An address in the web app, which only the agency's people can open. */
  page(path: string): string;
};
