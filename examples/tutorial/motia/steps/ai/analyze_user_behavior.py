from motia import event
import json
import random
from typing import Dict, Any

@event(
    id="analyze-user-behavior",
    schema={
        "userId": str,
        "actions": list,
        "metadata": dict
    }
)
async def analyze_user_behavior(userId: str, actions: list, metadata: dict) -> Dict[str, Any]:
    """AI를 사용한 사용자 행동 패턴 분석"""
    
    # AI 처리 시뮬레이션
    behavior_score = random.uniform(0.1, 1.0)
    
    # 간단한 행동 분석
    analysis = {
        "userId": userId,
        "behaviorScore": behavior_score,
        "riskLevel": "낮음" if behavior_score > 0.7 else "보통" if behavior_score > 0.4 else "높음",
        "recommendations": [],
        "processedAt": "2025-09-10T10:30:00.000Z"
    }
    
    # 점수에 따른 추천사항 추가
    if behavior_score < 0.4:
        analysis["recommendations"].append("사용자 참여 활동 증가 필요")
        analysis["recommendations"].append("개인화된 콘텐츠 발송")
    elif behavior_score < 0.7:
        analysis["recommendations"].append("사용자 활동 면밀히 모니터링")
    else:
        analysis["recommendations"].append("사용자가 훌륭한 참여도를 보임")
    
    print(f"🤖 사용자 {userId}에 대한 AI 분석 완료: {analysis['riskLevel']} 위험도")
    
    return analysis
