// #if jobs
import { event } from '@motia/core';
import { Purchase } from '../events/purchase.ts';

export default event({
  id: 'fulfil-purchase',
  description: 'Stock, then payment, then the courier',
  schema: Purchase
}, async (purchase) => {
  // Each waits until the one before it has succeeded; if that fails for good, it is cancelled.
  const reserved = await motia.trigger('reserve-stock', purchase);
  const charged = await motia.trigger('charge-card', purchase, { after: reserved });
  await motia.trigger('book-courier', purchase, { after: charged });
});
