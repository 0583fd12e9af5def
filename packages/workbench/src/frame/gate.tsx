/** Lets in whoever may see the Workbench; asks for the password where one is needed. Then the live stream begins. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { WireSession } from 'motia/workbench/wire/app'
import { type ReactNode, useEffect, useState } from 'react'
import { type ApiError, postJson } from '../api/client.ts'
import { startLive } from '../api/live.ts'
import { sessionQuery } from '../api/queries.ts'
import { Button } from '../parts/button.tsx'
import { Field, Input } from '../parts/field.tsx'
import { Problem } from '../parts/loaded.tsx'
import { defineWords, useWords } from '../words/words.ts'
import css from './gate.module.css'

const WORDS = defineWords({
  en: {
    title: 'Workbench',
    password: 'Password or token',
    hint: 'As it is set for this project; it decides whether you may look only or act, too.',
    enter: 'Log in',
  },
  ko: {
    title: '워크벤치',
    password: '비밀번호 또는 토큰',
    hint: '이 프로젝트에 설정된 값입니다. 조회만 할 수 있는지 작업도 할 수 있는지 이 값으로 정해집니다.',
    enter: '로그인',
  },
})

let isLive = false

export function Gate({ children }: { readonly children: ReactNode }) {
  const client = useQueryClient()
  const session = useQuery(sessionQuery())
  const role = session.data?.role ?? null
  useEffect(() => {
    if (role === null || isLive) return
    isLive = true
    startLive(client)
  }, [role, client])
  if (session.error) {
    return (
      <main className={css.gate}>
        <Problem error={session.error} onRetry={session.refetch} />
      </main>
    )
  }
  if (!session.data) return null
  return role === null ? <Login /> : children
}

function Login() {
  const words = useWords(WORDS)
  const client = useQueryClient()
  const [password, setPassword] = useState('')
  const login = useMutation<WireSession, ApiError>({
    mutationFn: () => postJson('login', { password }),
    onSuccess: () => client.invalidateQueries(),
  })
  return (
    <main className={css.gate}>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault()
          login.mutate()
        }}
      >
        <h1>{words.title}</h1>
        <Field label={words.password} hint={words.hint} problem={login.error?.message}>
          {(id) => (
            <Input
              id={id}
              type="password"
              // Nothing else can be done here.
              autoFocus
              autoComplete="current-password"
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          )}
        </Field>
        <Button tone="primary" type="submit" isBusy={login.isPending}>
          {words.enter}
        </Button>
      </form>
    </main>
  )
}
