import { mediaError } from '../../pipeline/errors/mediaError';

const MIN_LENGTH = 16;

/**
 * Checks secrets that a vendor gave, or that stand in an address: any text that cannot be guessed.
 * @param name where they stand, for the error
 * @throws webhook_secret_invalid
 */
export function plainSecrets(secrets: readonly string[], name: string): string[] {
  const refuse = (why: string) => mediaError('webhook_secret_invalid', { secret: name, why });
  if (secrets.length === 0) throw refuse('there is none in it');
  if (secrets.some((secret) => secret.length < MIN_LENGTH))
    throw refuse(`a secret has ${MIN_LENGTH} characters or more`);
  return [...secrets];
}
