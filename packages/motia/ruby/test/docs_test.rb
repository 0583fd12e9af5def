# frozen_string_literal: true

require 'minitest/autorun'
require 'open3'
require_relative 'fake_host'

# Every snippet of docs/ruby.md works as it stands there.
class DocsTest < Minitest::Test
  GUIDE = File.expand_path('../../../../docs/ruby.md', __dir__)
  FILES = (File.exist?(GUIDE) ? File.read(GUIDE, encoding: 'UTF-8') : '').scan(/^```ruby\n# (\S+)\n(.*?)^```/m).to_h
  STEPS = FILES.select { |path, _| path.start_with?('motia/steps/') }

  def setup
    skip 'the guide is not in the package' if FILES.empty?
    options = { setup: 'motia/setup.rb' }
    @host = FakeHost.shared(STEPS.merge('motia/setup.rb' => FILES['motia/setup.rb']), **options)
  end

  def test_all_steps_load
    assert_empty @host.described['mistakes']
    ids = %w[notify-user create-order pack nightly approve checkout search import poll chain ticker]
    assert_equal ids.sort, (@host.described['steps'].map { |step| step['id'] }.sort)
  end

  def test_events
    assert_equal({ 'notified' => 'u1', 'attempt' => 1 }, @host.result('notify-user', { userId: 'u1', score: 1 }))
    assert_equal '2 × tea for o1', @host.result('pack', { id: 'o1', item: 'tea', quantity: 2 })
    assert_equal 'due at now', @host.result('nightly', { scheduledAt: 'now', schedule: '' })
    assert_equal 'http://a', @host.result('import', { url: 'http://a' })
    order = { orderId: 'o', total: 3, express: false, items: [{ sku: 'a', quantity: 2 }], metadata: {},
              address: { street: 's', city: 'c', zip: '12345' }, payment: 'card', reference: 7 }
    assert_equal({ 'orderId' => 'o', 'pieces' => 2, 'note' => nil }, @host.result('checkout', order))
    order[:items][0][:quantity] = 0
    issue, = @host.outcome(@host.run('checkout', order))['failure']['issues']
    assert_equal 'items.0.quantity: expected at least 1, got 0', "#{issue['path']}: #{issue['message']}"
  end

  def test_requests
    told = @host.outcome(@host.request('create-order', raw: '{"item":"tea","quantity":1}', isJson: true))
    assert_equal [201, 'tea'], [told['response']['status'], JSON.parse(told['response']['body'])['item']]
    told = @host.outcome(@host.request('search', query: { q: 'x', page: '2' }))['response']
    assert_equal '{"found":"x","page":2}', told['body']
    n = @host.request('ticker')
    @host.wait { |m| m['t'] == 'head' }
    @host.send({ t: 'pull', n: n, chunks: 5 })
    assert_equal 'succeeded', @host.outcome(n)['status']
  end

  def test_triggers_and_state
    n = @host.run('chain', { orderId: 'o' })
    @host.answer('trigger') { { id: 'r', traceId: 't', routed: true, runs: [], topic: false } }
    @host.answer('call') { { runId: '1', ok: true, result: '5' } }
    outcome = @host.outcome(n)
    assert_equal ['pay', 'ship'], (outcome['effects']['triggers'].map { |request| request['target'] })
    n = @host.run('poll', { url: 'u' })
    @host.answer('state.get') { { value: '2', version: 1 } }
    assert_equal({ 'url' => 'u', 'seen' => 3 }, JSON.parse(@host.outcome(n)['result']))
  end

  def test_the_unit_test_passes
    _, text = FILES.find { |path, _| path.start_with?('test/') }
    out, status = Open3.capture2e(RbConfig.ruby, "-I#{FakeHost::LIBRARY}", stdin_data: text)
    assert status.success?, out
    assert_match(/3 runs, \d+ assertions, 0 failures, 0 errors/, out)
  end
end
