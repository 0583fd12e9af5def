/** An answer in pieces on its way to the host: the head, then a piece for each that was asked for. */
import type { Effects } from '@motia/core/effect'
import type { Channel } from '../../../wire/channel.ts'
import type { WorkerMessage } from '../../../wire/protocol.ts'
import { encodePiece, type PreparedResponse } from '../invoke/encode-response.ts'
import type { Pieces } from '../invoke/pieces.ts'

export class PieceSender {
  readonly #channel: Channel<WorkerMessage>
  readonly #n: number
  readonly #pieces: Pieces
  /** Asked for and not sent. */
  #wanted = 0
  #wake: () => void = () => {}

  constructor(channel: Channel<WorkerMessage>, n: number, pieces: Pieces) {
    this.#channel = channel
    this.#n = n
    this.#pieces = pieces
    pieces.onClose = () => this.#wake()
  }

  /** The host takes so many more. */
  pull(chunks: number): void {
    this.#wanted += chunks
    this.#wake()
  }

  /** Resolves when the last piece has been sent, or the pieces are closed. @param effects staged until now */
  async send({ status, headers }: PreparedResponse, effects: Effects): Promise<void> {
    this.#channel.send({ t: 'head', n: this.#n, status, headers, effects })
    while (await this.#isWanted()) {
      const piece = await this.#pieces.next()
      if (piece === undefined) return
      this.#wanted--
      this.#channel.send({ t: 'chunk', n: this.#n, ...encodePiece(piece) })
    }
  }

  async #isWanted(): Promise<boolean> {
    while (this.#wanted === 0 && !this.#pieces.isClosed)
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    return !this.#pieces.isClosed
  }
}
