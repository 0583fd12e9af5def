// #if jobs
import { event } from '@motia/core';
import { ShippedPurchase } from '../../events/purchase.ts';

export default event({
  id: 'thank-buyer',
  description: 'Writes to the buyer once the parcel is on its way',
  on: 'purchase.shipped',
  schema: ShippedPurchase
}, ({ email, tracking }) => {
  console.log(`📦 To ${email}: thank you! Your parcel is on its way (${tracking}).`);
});
