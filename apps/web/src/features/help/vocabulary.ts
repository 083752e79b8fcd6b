/** The words that this product uses, in the order in which they explain each other. */
export const VOCABULARY: readonly { word: string; meaning: string }[] = [
  { word: 'Account', meaning: 'Your agency. Everything here belongs to it.' },
  {
    word: 'Buyer',
    meaning: 'Who receives leads: with a way to pay, a policy for failed payments, and a delivery status.',
  },
  { word: 'Wallet', meaning: 'Prepaid money in one currency, of one buyer or shared by several.' },
  { word: 'Available', meaning: 'The balance less what open holds reserve. Only this is drawn.' },
  { word: 'Payer', meaning: 'Whose card is charged: your agency or the buyer.' },
  { word: 'Top-up', meaning: 'One request to add credit to a wallet, by hand or by itself.' },
  {
    word: 'Auto top-up',
    meaning: 'The rule of a wallet: at which balance, how much, from whom, within which limits.',
  },
  { word: 'Delivery', meaning: 'One lead for one buyer at one price, paid once.' },
  {
    word: 'Hold',
    meaning: 'Money of a wallet reserved for a lead that may come; captured or released later.',
  },
  {
    word: 'Return',
    meaning: 'A delivered lead given back within the buyer’s window; the money goes where it came from.',
  },
  {
    word: 'Charge',
    meaning: 'One sum to collect from a card. It may take several attempts; it is paid once.',
  },
  { word: 'Exposure', meaning: 'What is owed for leads that were delivered and not paid yet.' },
  { word: 'Pause', meaning: 'The buyer receives no leads until its reasons are resolved.' },
  { word: 'Statement', meaning: 'What moved in a period, with an opening and a closing balance.' },
  {
    word: 'Invoice',
    meaning: 'What a buyer owes for a period, or the receipt of a top-up, as a Stripe document.',
  },
];
