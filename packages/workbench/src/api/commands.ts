/** Everything that the page does: each a command to the API, after which what it may have changed is read again. */
import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query'
import type { WireRequest, WireResponse } from 'motia/workbench/wire/endpoints'
import type { WireStepCommand } from 'motia/workbench/wire/queues'
import type {
  WireRedriveMany,
  WireRedriven,
  WireRunCommand,
  WireTrigger,
  WireTriggered,
} from 'motia/workbench/wire/runs'
import type { WireStateDelete, WireStateSet } from 'motia/workbench/wire/state'
import type { WireArrange } from 'motia/workbench/wire/steps'
import { type ApiError, postJson } from './client.ts'

/** Every command: what it takes and what it answers. */
export interface Commands {
  readonly trigger: readonly [WireTrigger, WireTriggered]
  readonly cancel: readonly [WireRunCommand, { readonly done: boolean }]
  readonly redrive: readonly [WireRunCommand, { readonly done: boolean }]
  readonly 'redrive-many': readonly [WireRedriveMany, WireRedriven]
  readonly pause: readonly [WireStepCommand, { readonly done: boolean }]
  readonly resume: readonly [WireStepCommand, { readonly done: boolean }]
  readonly 'state-set': readonly [WireStateSet, { readonly done: boolean }]
  readonly 'state-delete': readonly [WireStateDelete, { readonly done: boolean }]
  readonly request: readonly [WireRequest, WireResponse]
  readonly arrange: readonly [WireArrange, { readonly done: boolean }]
}

export type CommandName = keyof Commands

/** A mutation that sends the command; `error` is an ApiError. */
export function useCommand<N extends CommandName>(name: N) {
  const client = useQueryClient()
  return useMutation<Commands[N][1], ApiError, Commands[N][0]>({
    mutationKey: [name],
    mutationFn: (body) => postJson(`commands/${name}`, body),
    onSettled: () => refresh(client),
  })
}

function refresh(client: QueryClient): Promise<void> {
  return client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'still' })
}
