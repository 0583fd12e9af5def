# frozen_string_literal: true

module Motia
  # The coded errors that a Ruby worker raises itself, worded as in packages/core/src/errors.ts. `{name}` is filled in.
  CATALOGUE = {
    'MOTIA_NO_HOST' => [
      'motia was used outside a Motia process',
      'Run the project with `motia dev` or `motia start`; in a unit test, call the handler with a fake context.'
    ],
    'MOTIA_CONTEXT_CLOSED' => [
      'the attempt of {stepId} (run {runId}) is over, so its context takes no more effects',
      'Await the work inside the handler, before it returns or its deadline passes.'
    ],
    'MOTIA_UNROUTED' => [
      'no step has the id "{target}" or subscribes to a topic of that name{nearest}',
      'Create the step, correct the name, or set `strict: false` to have it reported as a warning.'
    ],
    'MOTIA_RESULT_BEFORE_COMMIT' => [
      'result() of "{target}" was asked for inside the handler that staged it, which would wait for itself',
      'Use `motia.call`, or trigger with `{ now: true }`, to wait for a run inside a handler.'
    ],
    'MOTIA_CALL_FAILED' => [
      'run {runId} of {stepId} {status}: {reason}',
      '`motia trace {runId}` shows what happened.'
    ],
    'MOTIA_PAYLOAD' => [
      'the {what} holds {kind} at {path}, which JSON cannot carry',
      'Convert it to a string, number, plain object or array first.'
    ],
    'MOTIA_VALIDATION' => [
      'the input of {stepId} does not match its schema: {issues}',
      'Correct the sender, or the schema.'
    ],
    'MOTIA_TIMEOUT' => [
      'the attempt did not end within {timeoutMs} ms',
      'Raise `timeout` on the step, or heed `ctx.signal`.'
    ],
    'MOTIA_STATE_TYPE' => [
      '{op} of {group}/{key} needs {wanted} there',
      'Use `set` to replace the value first.'
    ],
    'MOTIA_OPTION' => [
      '{what}',
      'See the option in the reference, docs/steps.md.'
    ],
    'MOTIA_PROTOCOL' => [
      'a worker broke the protocol: {what}',
      'This is a bug in Motia or in a third-party worker.'
    ]
  }.freeze
end
