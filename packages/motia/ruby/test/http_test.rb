# frozen_string_literal: true

require 'minitest/autorun'
require 'openssl'
require_relative '../lib/motia'

# Cookies, redirects, events and signatures, as packages/core has them.
class HttpTest < Minitest::Test
  SECRET = '비밀'
  BODY = '{"안녕":1}'.b.freeze

  def test_cookies_are_read
    {
      nil => {}, 'a=1; b=2;c=3 ;  d = 4' => { 'a' => '1', 'b' => '2', 'c' => '3', 'd' => '4' }, 'a=1; a=2' => { 'a' => '1' },
      'q="in quotes"; half="' => { 'q' => 'in quotes', 'half' => '"' }, 'name=%ED%99%8D' => { 'name' => '홍' },
      'bad=%E0%A4%A; worse=%zz' => { 'bad' => '%E0%A4%A', 'worse' => '%zz' }, 'alone; =nameless; ;;' => {}
    }.each { |header, cookies| assert_equal cookies, Motia::Cookie.parse(header) }
  end

  def test_cookies_are_written
    assert_equal 'a=1; Path=/; HttpOnly; SameSite=Lax', Motia.set_cookie('a', '1')
    assert_equal 'a=1; Path=/; Domain=example.com; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; Secure; SameSite=Lax',
                 Motia.set_cookie('a', '1', max_age: 60, expires: Time.at(0), domain: 'example.com', secure: true)
    assert_includes Motia.set_cookie('__Host-a', '1'), '; Secure'
    assert_includes Motia.clear_cookie('a'), 'Max-Age=0'
    ['홍; Path=/evil', 'a=b, "c"', "x\r\ny", '100%'].each do |value|
      assert_equal({ 'a' => value }, Motia::Cookie.parse(Motia.set_cookie('a', value).split(';').first))
    end
    [-> { Motia.set_cookie('na me', '1') }, -> { Motia.set_cookie('a', '1', path: '/; Secure') },
     -> { Motia.set_cookie('a', '1', domain: "x\r\n") }, -> { Motia.set_cookie('a', '1', same_site: 'sometimes') }]
      .each { |call| assert_equal 'MOTIA_OPTION', assert_raises(Motia::Error, &call).code }
  end

  def test_redirects
    answer = Motia.redirect('/바나나 빵?q=%20', 303, 'x-own' => '1')
    place = '/%EB%B0%94%EB%82%98%EB%82%98%20%EB%B9%B5?q=%20'
    assert_equal [303, { 'x-own' => '1', 'location' => place }], [answer.status, answer.headers]
    [["/a\r\nset-cookie: b=1"], ["/a\0"], ['/', 200]].each { |given| assert_raises(Motia::Error) { Motia.redirect(*given) } }
  end

  def test_events
    answer = Motia.sse(["a\nb", { data: { n: 1 } }, { event: "x\ndata: y", id: 7, retry: 1500, data: nil }])
    assert_equal 'text/event-stream; charset=utf-8', answer.headers['content-type']
    assert_equal "data: a\ndata: b\n\ndata: {\"n\":1}\n\nevent: x data: y\nid: 7\nretry: 1500\ndata: null\n\n", answer.body.to_a.join
  end

  def test_webhooks_of_stripe
    now = Time.now.to_i.to_s
    good = "t=#{now},v1=#{'0' * 64},v1=#{sign("#{now}.".b + BODY)}"
    Motia.verify_stripe(request('stripe-signature' => good), ['other', SECRET])
    [nil, ['a'], '', good.gsub('v1', 'v0'), good[0..-2]].each do |header|
      refuses { Motia.verify_stripe(request('stripe-signature' => header), SECRET) }
    end
    refuses { Motia.verify_stripe(request({ 'stripe-signature' => good }, BODY + ' '), SECRET) }
    old = (Time.now.to_i - 301).to_s
    late = request('stripe-signature' => "t=#{old},v1=#{sign("#{old}.".b + BODY)}")
    refuses { Motia.verify_stripe(late, SECRET) }
    Motia.verify_stripe(late, SECRET, tolerance: 400)
  end

  def test_webhooks_of_github_by_the_example_of_its_documentation
    headers = { 'x-hub-signature-256' => 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17' }
    Motia.verify_github(request(headers, 'Hello, World!'), "It's a Secret to Everybody")
    refuses { Motia.verify_github(request(headers, 'Hello, World'), "It's a Secret to Everybody") }
    refuses { Motia.verify_github(request({}), SECRET) }
  end

  def test_webhooks_of_slack
    now = Time.now.to_i.to_s
    headers = { 'x-slack-request-timestamp' => now, 'x-slack-signature' => "v0=#{sign("v0:#{now}:".b + BODY)}" }
    Motia.verify_slack(request(headers), SECRET)
    refuses { Motia.verify_slack(request({ **headers, 'x-slack-request-timestamp' => (now.to_i + 1).to_s }), SECRET) }
  end

  def test_webhooks_need_a_secret
    [nil, '', [], ['a', '']].each do |secrets|
      assert_equal 'MOTIA_OPTION', assert_raises(Motia::Error) { Motia.verify_github(request('x-hub-signature-256' => 'sha256='), secrets) }.code
    end
  end

  private

  def sign(signed)
    OpenSSL::HMAC.hexdigest('SHA256', SECRET, signed)
  end

  def request(headers, body = BODY)
    Motia::Request.new(headers: headers, raw_body: body.b)
  end

  def refuses(&call)
    assert_equal 401, assert_raises(Motia::HttpError, &call).status
  end
end
