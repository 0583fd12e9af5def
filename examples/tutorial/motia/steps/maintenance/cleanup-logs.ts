import { cron } from '@motia/core';

export default cron({
  id: 'cleanup-old-logs',
  schedule: '0 2 * * 0', // 매주 일요일 오전 2시
}, async () => {
  console.log('🧹 로그 정리 프로세스 시작...');

  // 정리 프로세스 시뮬레이션
  const deleted = Math.floor(Math.random() * 100) + 10;
  
  console.log(`✅ 정리 완료: ${deleted}개의 오래된 로그 항목이 제거되었습니다`);
  
  return {
    deletedEntries: deleted,
    cleanupDate: new Date().toISOString()
  };
});
