import { event } from '@motia/core';

export default event({
  id: 'validate-inventory'
}, async ({ orderId, items }) => {
  console.log(`📦 주문 ${orderId}의 재고 검증 중`);
  
  // 재고 확인 시뮬레이션
  await new Promise(resolve => setTimeout(resolve, 1000));
  
  const isValid = Math.random() > 0.1; // 90% 성공률
  
  if (!isValid) {
    throw new Error(`주문 ${orderId}의 재고가 부족합니다`);
  }
  
  console.log(`✅ 주문 ${orderId}의 재고 검증 완료`);
  return { validated: true, orderId };
});

