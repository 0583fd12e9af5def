import { api } from '@motia/core';
import { z } from 'zod';

const ProcessOrderSchema = z.object({
  customerId: z.string(),
  items: z.array(z.object({
    productId: z.string(),
    quantity: z.number().min(1),
    price: z.number().min(0)
  })),
  paymentMethod: z.enum(['credit_card', 'paypal', 'bank_transfer'])
});

export default api({
  id: 'process-order',
  method: 'POST',
  path: '/orders',
  schema: {
    body: ProcessOrderSchema
  }
}, async ({ body }) => {
  const orderId = `order_${Date.now()}`;
  
  console.log(`🛒 고객 ${body.customerId}의 주문 ${orderId} 처리 중`);

  // 1단계: 재고 검증
  await motia.trigger('validate-inventory', {
    orderId,
    items: body.items
  });

  // 2단계: 결제 처리
  await motia.trigger('process-payment', {
    orderId,
    customerId: body.customerId,
    amount: body.items.reduce((sum, item) => sum + (item.price * item.quantity), 0),
    method: body.paymentMethod
  });

  // 3단계: 배송 라벨 생성 (결제 후 실행)
  await motia.trigger('create-shipping-label', {
    orderId,
    customerId: body.customerId,
    items: body.items
  });

  return {
    success: true,
    orderId,
    status: 'processing',
    estimatedDelivery: new Date(Date.now() + 7 * 24 * 60 * 60 * 1000).toISOString()
  };
});
