// #if api
// What the senders sign with. For trying it out there is a secret that everybody knows; in production `undefined` is
// refused by the checks, so that nothing is accepted unsigned.
export function secretOf(variable: string) {
  const fallback = process.env.NODE_ENV === 'production' ? undefined : 'only-for-trying';
  return process.env[variable] ?? fallback;
}
