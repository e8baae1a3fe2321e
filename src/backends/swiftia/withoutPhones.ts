/** At least eight digits with what people put between them; not in the middle of a word, as in an id. */
const PHONE = /(?<![\w.-])\+?\(?\d(?:[ ()./-]{0,2}\d){7,17}(?![\w-])/g;

/** A text of the API with what may be phone numbers shown as `***`. */
export const withoutPhones = (text: string): string => text.replace(PHONE, '***');

/** The same for all that an answer says; fields that are named for a phone have no value at all. */
export function withoutPhoneFields(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPhoneFields);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, /phone/i.test(name) ? '***' : withoutPhoneFields(each)]),
  );
}
