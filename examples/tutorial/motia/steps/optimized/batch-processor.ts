import { event } from '@motia/core';

export default event({
  id: 'batch-process-users',
  concurrency: 5 // 동시 실행 제한
}, async ({ userIds }) => {
  // 사용자를 배치로 처리
  const BATCH_SIZE = 10;
  const results = [];

  for (let i = 0; i < userIds.length; i += BATCH_SIZE) {
    const batch = userIds.slice(i, i + BATCH_SIZE);
    
    // 배치를 병렬로 처리
    const batchResults = await Promise.all(
      batch.map(userId => processUser(userId))
    );
    
    results.push(...batchResults);
  }

  return { processed: results.length, results };
});
