/** Runs that stream in while somebody looks: orders of projects/workbench at a steady pace, each of six runs. */
import { Agent, request } from 'node:http'

export interface Stream {
  /** Ends it; resolves to how many orders a second were answered. */
  stop(): Promise<number>
}

const RUNS_PER_ORDER = 6
const TICK_MS = 20

/** @param port of the API */
export function streamOrders(port: number, runsPerSecond: number): Stream {
  const agent = new Agent({ keepAlive: true, maxSockets: 16 })
  const beganAt = performance.now()
  let [sent, answered] = [0, 0]
  let waiting: Promise<void>[] = []
  const tick = () => {
    const due = ((performance.now() - beganAt) / 1000) * (runsPerSecond / RUNS_PER_ORDER)
    for (; sent < due; sent++) waiting.push(order(agent, port, sent).then(() => void answered++))
  }
  const timer = setInterval(tick, TICK_MS)
  return {
    async stop() {
      clearInterval(timer)
      await Promise.all(waiting)
      waiting = []
      agent.destroy()
      return answered / ((performance.now() - beganAt) / 1000)
    },
  }
}

function order(agent: Agent, port: number, n: number): Promise<void> {
  const body = JSON.stringify({
    orderId: `live-${n}`,
    customer: '김민수',
    address: { street: `${n} Long Road`, city: '서울', zip: '04524' },
    items: [{ sku: `sku-${n % 977}`, count: 2 }],
    note: '문 앞에 놓아 주세요. '.repeat(6),
  })
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
    const sending = request(
      { agent, port, host: '127.0.0.1', method: 'POST', path: '/orders', headers },
      (response) => {
        if (response.statusCode !== 200)
          reject(new Error(`an order was answered with ${response.statusCode}`))
        response.resume().once('end', resolve)
      },
    )
    sending.once('error', reject)
    sending.end(body)
  })
}
