import { cron } from '@motia/core';

export default cron({
  id: 'daily-summary-report',
  schedule: '0 9 * * *', // 매일 오전 9시
}, async () => {
  console.log('📊 일일 요약 리포트 생성 중...');

  // 리포트 생성 시뮬레이션
  const report = {
    date: new Date().toISOString().split('T')[0],
    totalUsers: Math.floor(Math.random() * 1000) + 100,
    activeUsers: Math.floor(Math.random() * 500) + 50,
    revenue: Math.floor(Math.random() * 10000) + 1000
  };

  // 이메일로 리포트 발송
  await motia.trigger('send-report-email', {
    reportType: 'daily-summary',
    data: report,
    recipients: ['admin@example.com']
  });

  return report;
});
