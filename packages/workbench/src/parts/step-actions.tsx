/** What can be done to a step wherever it is listed: pause or resume it, run it now. Says by a toast what came of it. */
import { Pause, Play, Zap } from 'lucide-react'
import { useRefusal } from '../api/allowed.ts'
import { useCommand } from '../api/commands.ts'
import { defineWords, useWords } from '../words/words.ts'
import { Button } from './button.tsx'
import { toast } from './toasts.tsx'

const WORDS = defineWords({
  en: {
    pause: 'Pause',
    resume: 'Resume',
    run: 'Run now',
    pauseStep: (id: string) => `Pause ${id}`,
    resumeStep: (id: string) => `Resume ${id}`,
    runStep: (id: string) => `Run now: ${id}`,
    paused: (id: string) => `${id} is paused: nothing of it begins until it is resumed.`,
    resumed: (id: string) => `${id} goes on.`,
    ran: (id: string) => `${id} was started.`,
  },
  ko: {
    pause: '일시 중지',
    resume: '재개',
    run: '지금 실행',
    pauseStep: (id: string) => `${id} 일시 중지`,
    resumeStep: (id: string) => `${id} 재개`,
    runStep: (id: string) => `${id} 지금 실행`,
    paused: (id: string) => `${id}: 일시 중지했습니다. 재개할 때까지 새로 실행되지 않습니다.`,
    resumed: (id: string) => `${id}: 다시 실행됩니다.`,
    ran: (id: string) => `${id}: 실행을 시작했습니다.`,
  },
})

/** Pauses or resumes a step, and tells what came of it, also where who asked for it is gone by then. */
export function usePausing() {
  const words = useWords(WORDS)
  const pause = useCommand('pause')
  const resume = useCommand('resume')
  return {
    isBusy: pause.isPending || resume.isPending,
    turn: (stepId: string, isPaused: boolean): Promise<void> =>
      (isPaused ? resume : pause).mutateAsync({ stepId }).then(
        () => toast(isPaused ? words.resumed(stepId) : words.paused(stepId)),
        (error: Error) => toast(error.message, 'bad'),
      ),
  }
}

export function PauseButton({ stepId, isPaused }: { readonly stepId: string; readonly isPaused: boolean }) {
  const words = useWords(WORDS)
  const refused = useRefusal()
  const { isBusy, turn } = usePausing()
  return (
    <Button
      icon={isPaused ? <Play aria-hidden="true" /> : <Pause aria-hidden="true" />}
      refused={refused}
      isBusy={isBusy}
      aria-label={isPaused ? words.resumeStep(stepId) : words.pauseStep(stepId)}
      onClick={() => void turn(stepId, isPaused)}
    >
      {isPaused ? words.resume : words.pause}
    </Button>
  )
}

/** Without a payload: for schedules. */
export function RunNowButton({ stepId }: { readonly stepId: string }) {
  const words = useWords(WORDS)
  const refused = useRefusal()
  const command = useCommand('trigger')
  const run = () =>
    command.mutate(
      { target: stepId },
      {
        onSuccess: () => toast(words.ran(stepId)),
        onError: (error) => toast(error.message, 'bad'),
      },
    )
  return (
    <Button
      icon={<Zap aria-hidden="true" />}
      refused={refused}
      isBusy={command.isPending}
      aria-label={words.runStep(stepId)}
      onClick={run}
    >
      {words.run}
    </Button>
  )
}
