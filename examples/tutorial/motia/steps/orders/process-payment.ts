import { event } from '@motia/core';

export default event({
  id: 'process-payment'
}, async ({ orderId, customerId, amount, method }) => {
  console.log(`💳 주문 ${orderId}의 ${method} 결제 $${amount} 처리 중`);
  
  // 결제 처리 시뮬레이션
  await new Promise(resolve => setTimeout(resolve, 2000));
  
  const success = Math.random() > 0.05; // 95% 성공률
  
  if (!success) {
    throw new Error(`주문 ${orderId}의 결제가 실패했습니다`);
  }
  
  console.log(`✅ 주문 ${orderId}의 결제가 성공적으로 처리되었습니다`);
  return { paid: true, orderId, transactionId: `txn_${Date.now()}` };
});
