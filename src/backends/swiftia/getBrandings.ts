import { apiRequest } from '../apiRequest';
import type { ApiPatience } from '../apiRequest';
import { fieldsOf, idOf, textOr } from '../hostedJob';
import type { SwiftiaAccess } from './access';
import { swiftiaRefusal } from './refusal';

/** A look that an organisation has made for itself. */
export interface BrandPreset {
  id: string;
  name: string;
}

/** The brand presets of the key's organisation. @throws token_invalid, backend_refused, backend_unreachable */
export async function getBrandings(access: SwiftiaAccess, patience: ApiPatience): Promise<BrandPreset[]> {
  const { body } = await apiRequest(
    access,
    { method: 'GET', path: 'organizations/brandings' },
    patience,
    swiftiaRefusal(access),
  );
  // Which field holds the list is not documented.
  const { data, brandings, items } = fieldsOf(body);
  const list = [body, data, brandings, items, fieldsOf(data).brandings].find(Array.isArray) ?? [];
  return list.flatMap((each: unknown) => {
    const { id, _id, name, title } = fieldsOf(each);
    const found = idOf(id) ?? idOf(_id);
    return found === null ? [] : [{ id: found, name: textOr(name, null) ?? textOr(title, found) }];
  });
}
