# frozen_string_literal: true

require 'minitest/autorun'
require_relative 'fake_host'

class RequestsTest < Minitest::Test
  STEPS = <<~'RUBY'
    require 'motia'
    require 'stringio'
    api id: 'parts', method: 'POST', path: '/x/:id', schema: { params: { id: Integer }, query: { deep: Motia.optional(Motia::Boolean) } } do |request|
      body = request.body
      body = body.bytesize if body.is_a?(String) && body.encoding == Encoding::BINARY
      { body: body, id: request.params[:id], deep: request.query[:deep], agent: request.headers['user-agent'],
        raw: request.raw_body.bytes.size, binary: request.raw_body.encoding.name, method: request.method, path: request.path, url: request.url }
    end
    api id: 'tenant', method: 'GET', path: '/t', schema: { headers: { 'x-tenant': Integer } } do |headers:| headers end
    api id: 'client', method: 'GET', path: '/c' do |request, locals:| [request.ip, request.locals == locals, locals] end
    api(id: 'keywords', method: 'GET', path: '/k') { |body:, ctx:| { body: body, run: ctx.run_id } }
    api id: 'answers', method: 'GET', path: '/a' do |body:|
      case body
      when 'nothing' then nil
      when 'text' then 'plain'
      when 'typed' then Motia.response(200, '<p>', 'content-type' => 'text/html')
      when 'bytes' then Motia.response(200, "\x00\xff".b)
      when 'envelope' then { status: 201, body: { ok: true }, headers: { 'x-a': 1, 'set-cookie' => %w[a b], none: nil } }
      when 'data' then { status: 'processing', body: 1 }
      when 'data too' then { status: 200 }
      when 'status' then Motia.response(99)
      when 'header' then Motia.response(200, nil, 'x' => "a\r\nb")
      when 'function' then { a: -> {} }
      when 'set' then Struct.new(:a).new(1)
      end
    end
    api(id: 'raises', method: 'GET', path: '/r') { raise Motia::HttpError.new(404, 'no such user') }
    $closed = []
    api id: 'streams', method: 'GET', path: '/s' do |body:, ctx:|
      Motia.trigger('before', {})
      pieces = Enumerator.new do |out|
        3.times { |i| out << "piece #{i} é" }
        out << "\xff".b << { json: 1 } << ''
        Motia.trigger('within', {})
        raise 'in the stream' if body == 'fail'
      ensure
        puts 'closed'
      end
      Motia.response(200, pieces, 'content-type' => 'text/event-stream')
    end
    api(id: 'file', method: 'GET', path: '/f') { StringIO.new('x' * 100_000) }
    api(id: 'lazy', method: 'GET', path: '/l') { (1..).lazy.map { |i| "#{i}," } }
  RUBY

  def setup
    @host = FakeHost.shared({ 'motia/steps/a.rb' => STEPS })
  end

  def response(step, **parts)
    @host.outcome(@host.request(step, **parts))['response']
  end

  def answer(what)
    response('answers', raw: JSON.generate(what), isJson: true)
  end

  def test_headers_have_a_schema_and_those_that_it_does_not_name_stay
    answer = response('tenant', headers: { 'x-tenant' => '7', 'accept' => '*/*' })
    assert_equal({ 'x-tenant' => 7, 'accept' => '*/*' }, JSON.parse(answer['body']))
    failure = @host.outcome(@host.request('tenant', headers: {}))['failure']
    assert_equal %w[headers x-tenant], failure['issues'][0].values_at('in', 'path')
  end

  def test_the_parts_of_a_request
    raw = '{"name":"홍길동"}'
    told = response('parts', method: 'POST', path: '/x/7', url: '/x/7?deep=true', params: { id: '7' }, query: { deep: 'true' },
                             headers: { 'user-agent' => 'test' }, raw: raw, isJson: true)
    assert_equal 200, told['status']
    assert_equal({ 'body' => { 'name' => '홍길동' }, 'id' => 7, 'deep' => true, 'agent' => 'test', 'raw' => raw.bytesize, 'binary' => 'ASCII-8BIT',
                   'method' => 'POST', 'path' => '/x/7', 'url' => '/x/7?deep=true' }, JSON.parse(told['body']).merge('binary' => 'ASCII-8BIT'))
  end

  def test_the_client_and_what_middlewares_left
    told = response('client', ip: '10.0.0.7', locals: { user: { id: 7 } })
    assert_equal ['10.0.0.7', true, { 'user' => { 'id' => 7 } }], JSON.parse(told['body'])
    assert_equal ['', true, {}], JSON.parse(response('client')['body'])
  end

  def test_a_body_of_bytes
    told = JSON.parse(response('parts', params: { id: '1' }, raw: ["\xff\x00".b].pack('m0'), rawEncoding: 'base64')['body'])
    assert_equal [2, 2], told.values_at('body', 'raw')
    form = response('parts', params: { id: '1' }, raw: 'n=1', body: '{"n":"1"}')
    assert_equal({ 'n' => '1' }, JSON.parse(form['body'])['body'])
  end

  def test_issues_name_the_part
    failure = @host.outcome(@host.request('parts', params: { id: 'x' }, query: { deep: 'maybe' }))['failure']
    assert_equal [%w[id params], %w[deep query]], (failure['issues'].map { |issue| issue.values_at('path', 'in') })
  end

  def test_what_is_returned_becomes_a_response
    assert_equal({ 'status' => 204, 'headers' => {} }, answer('nothing'))
    assert_equal '"plain"', answer('text')['body']
    assert_equal({ 'status' => 200, 'headers' => { 'content-type' => 'text/html' }, 'body' => '<p>' }, answer('typed'))
    assert_equal ['AP8=', 'base64'], answer('bytes').values_at('body', 'encoding')
    assert_equal({ 'status' => 201, 'headers' => { 'x-a' => '1', 'set-cookie' => %w[a b] }, 'body' => '{"ok":true}' }, answer('envelope'))
    assert_equal '{"status":"processing","body":1}', answer('data')['body']
    assert_equal '{"status":200}', answer('data too')['body']
    assert_equal '{"a":1}', answer('set')['body']
  end

  def test_an_answer_that_cannot_be_sent_fails_the_step
    failures = %w[status header function].map { |what| @host.outcome(@host.request('answers', raw: JSON.generate(what), isJson: true))['failure'] }
    assert_match(/status 99, none of 200 to 599/, failures[0]['message'])
    assert_match(/header "x", which HTTP cannot carry/, failures[1]['message'])
    assert_equal 'the response of answers holds a function at a, which JSON cannot carry', failures[2]['message']
    failed = @host.outcome(@host.request('raises'))
    assert_equal ['non-retryable', { 'status' => 404, 'body' => { 'error' => 'no such user' } }], [failed['reason'], failed['failure']['http']]
  end

  def test_an_api_step_that_is_triggered_gets_the_payload_as_body
    n = @host.run('keywords', { a: 1 })
    assert_equal({ 'body' => { 'a' => 1 }, 'run' => format('%032x', n) }, JSON.parse(@host.outcome(n)['result']))
    assert_equal '{"status":200,"body":"<p>","headers":{"content-type":"text/html"}}', @host.outcome(@host.run('answers', 'typed'))['result']
  end

  def chunks(number)
    @host.inbox.select { |m| m['t'] == 'chunk' && m['n'] == number }
  end

  def test_a_stream_sends_what_is_asked_for
    n = @host.request('streams', raw: '1', isJson: true)
    head = @host.wait { |m| m['t'] == 'head' }
    assert_equal [n, 200, ['before']], [head['n'], head['status'], head['effects']['triggers'].map { |t| t['target'] }]
    sleep 0.05
    assert_empty chunks(n)
    @host.send({ t: 'pull', n: n, chunks: 2 })
    @host.wait { chunks(n).size == 2 }
    sleep 0.05
    assert_equal 2, chunks(n).size
    @host.send({ t: 'pull', n: n, chunks: 10 })
    outcome = @host.outcome(n)
    assert_equal ['piece 0 é', 'piece 1 é', 'piece 2 é', '/w==', '{"json":1}'], (chunks(n).map { |m| m['data'] })
    assert_equal 'base64', chunks(n)[3]['encoding']
    assert_equal ['succeeded', ['within']], [outcome['status'], outcome['effects']['triggers'].map { |t| t['target'] }]
  end

  def test_a_stream_that_fails
    n = @host.request('streams', raw: '"fail"', isJson: true)
    @host.send({ t: 'pull', n: n, chunks: 10 }) if @host.wait { |m| m['t'] == 'head' }
    assert_equal %w[failed error], @host.outcome(n).values_at('status', 'reason')
  end

  def test_a_stream_that_nobody_wants_is_closed
    n = @host.request('streams', raw: '1', isJson: true)
    @host.wait { |m| m['t'] == 'head' }
    @host.send({ t: 'cancel', n: n })
    @host.wait { |m| m['t'] == 'log' && m['message'] == 'closed' }
    assert_equal 'failed', @host.outcome(n)['status']
  end

  def test_a_stream_has_no_deadline_from_the_head_on
    facts = { method: 'GET', path: '/', url: '/', params: {}, query: {}, headers: {}, raw: '', isJson: false }
    n = @host.run('lazy', { __request: facts }, timeout_ms: 150)
    @host.wait { |m| m['t'] == 'head' }
    sleep 0.3
    @host.send({ t: 'pull', n: n, chunks: 3 })
    @host.wait { chunks(n).size == 3 }
    assert_equal '1,2,3,', (chunks(n).map { |m| m['data'] }.join)
    @host.send({ t: 'cancel', n: n })
    @host.outcome(n)
  end

  def test_what_can_be_read_is_streamed_in_pieces
    n = @host.request('file')
    @host.wait { |m| m['t'] == 'head' }
    @host.send({ t: 'pull', n: n, chunks: 10 })
    assert_equal 'succeeded', @host.outcome(n)['status']
    assert_equal 'x' * 100_000, (chunks(n).map { |m| m['data'].unpack1('m') }.join)
  end
end
