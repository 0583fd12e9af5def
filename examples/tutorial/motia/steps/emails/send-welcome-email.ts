import { event } from '@motia/core';
import { z } from 'zod';

const WelcomeEmailSchema = z.object({
  userId: z.string(),
  email: z.string().email(),
  name: z.string()
});

export default event({
  id: 'send-welcome-email',
  schema: WelcomeEmailSchema
}, async ({ userId, email, name }) => {
  // 이메일 발송 지연 시뮬레이션
  await new Promise(resolve => setTimeout(resolve, 2000));

  console.log(`📧 ${name}님(${email})에게 환영 이메일이 발송되었습니다`);

  // 사용자 레코드 업데이트
  await motia.trigger('update-user-status', {
    userId,
    status: 'welcomed'
  });

  return {
    emailSent: true,
    timestamp: new Date().toISOString()
  };
});
