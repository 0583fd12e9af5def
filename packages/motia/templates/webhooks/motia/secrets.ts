// #if typescript|javascript
// #if api
// What the senders sign with. For trying it out there is one that everybody knows; in production nothing stands in for
// a secret that is missing, and the checks refuse whatever comes.
const fallback = process.env.NODE_ENV === 'production' ? undefined : 'only-for-trying';

export const stripeSecret = process.env.STRIPE_WEBHOOK_SECRET ?? fallback;
export const githubSecret = process.env.GITHUB_WEBHOOK_SECRET ?? fallback;
