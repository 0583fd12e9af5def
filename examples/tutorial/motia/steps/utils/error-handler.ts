import { event } from '@motia/core';

export default event({
  id: 'handle-step-error'
}, async ({ stepId, error, context, retryCount = 0 }) => {
  console.error(`❌ Step ${stepId} 실패:`, error);

  // 재시도 로직 구현
  if (retryCount < 3 && isRetryableError(error)) {
    console.log(`🔄 Step ${stepId} 재시도 중 (시도 ${retryCount + 1})`);
    
    await new Promise(resolve => setTimeout(resolve, 1000 * Math.pow(2, retryCount)));
    
    return motia.trigger(stepId, {
      ...context,
      __retry: retryCount + 1
    });
  }

  // 지속적인 실패에 대한 알림 발송
  await motia.trigger('send-alert', {
    level: 'error',
    message: `Step ${stepId}가 ${retryCount}번 재시도 후 실패했습니다`,
    error: error.message,
    context
  });

  throw error;
});

function isRetryableError(error: Error): boolean {
  const retryablePatterns = [
    'ECONNRESET',
    'TIMEOUT',
    'NETWORK_ERROR',
    'RATE_LIMIT'
  ];
  
  return retryablePatterns.some(pattern => 
    error.message.includes(pattern)
  );
}
