import { invalidParameter } from '../errors/invalid-request.ts';
import type { Tables } from '../store/tables.ts';

type Fields = Record<string, unknown>;

/** A copy of the answer with the asked-for references replaced by the objects they name. */
export function expand(tables: Tables, answer: object, paths: readonly string[]): object {
  let expanded: Fields = { ...answer };
  for (const path of paths) expanded = expandPath(tables, expanded, path.split('.'));
  return expanded;
}

function expandPath(tables: Tables, fields: Fields, [name, ...rest]: string[]): Fields {
  if (name === undefined) return fields;
  const value = name in fields ? fields[name] : expandOnlyField(tables, fields, name);
  if (value === undefined) throw notExpandable(name);
  return { ...fields, [name]: expandValue(tables, value, { name, rest }) };
}

function expandValue(tables: Tables, value: unknown, at: { name: string; rest: string[] }): unknown {
  if (value === null) return null;
  if (Array.isArray(value)) return value.map((item) => expandValue(tables, item, at));
  const target = typeof value === 'string' ? objectById(tables, value) : value;
  if (!isFields(target)) throw notExpandable(at.name);
  return expandPath(tables, target, at.rest);
}

/** Fields that Stripe leaves out unless they are asked for. */
function expandOnlyField(tables: Tables, owner: Fields, name: string): unknown {
  const ownerId = String(owner.id);
  if (owner.object === 'invoice' && name === 'payments') {
    const payments = tables.invoicePayments.all().filter((payment) => payment.invoice === ownerId);
    return embeddedList(payments.reverse(), `/v1/invoice_payments?invoice=${ownerId}`);
  }
  if (owner.object === 'invoice' && name === 'confirmation_secret') {
    const payment = tables.invoicePayments.find((row) => row.invoice === ownerId && row.is_default);
    const intent = payment && tables.paymentIntents.get(payment.payment.payment_intent);
    return intent ? { type: 'payment_intent', client_secret: intent.client_secret } : null;
  }
  if (owner.object === 'charge' && name === 'refunds') {
    const refunds = tables.refunds.all().filter((refund) => refund.charge === ownerId);
    return embeddedList(refunds.reverse(), `/v1/charges/${ownerId}/refunds`);
  }
  return undefined;
}

function embeddedList(data: object[], url: string) {
  return { object: 'list', url, has_more: false, data };
}

function objectById(tables: Tables, id: string): object | undefined {
  const prefix = id.split('_', 1)[0];
  switch (prefix) {
    case 'ch':
      return tables.charges.get(id);
    case 'cs':
      return tables.checkoutSessions.get(id);
    case 'cus':
      return tables.customers.get(id);
    case 'du':
      return tables.disputes.get(id);
    case 'in':
      return tables.invoices.get(id);
    case 'pi':
      return tables.paymentIntents.get(id);
    case 'pm':
      return tables.paymentMethods.get(id);
    case 're':
      return tables.refunds.get(id);
    case 'seti':
      return tables.setupIntents.get(id);
    case 'txn':
      return tables.balanceTransactions.get(id);
    default:
      return undefined;
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

function notExpandable(name: string) {
  return invalidParameter({ param: 'expand', message: `This property cannot be expanded (${name}).` });
}
