using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using Engagement.Access;
using Engagement.Alerts;
using Engagement.Telemetry;
using Engagement.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Trace;

namespace Engagement.Tests.Telemetry;

/// <summary>What a request leads to is found by its trace, from the door to the agents' page.</summary>
public sealed class TraceTests(RunningProduct product) : IClassFixture<RunningProduct>
{
    static readonly string[] Sources = [Steps.SourceName, "Microsoft.AspNetCore", "Microsoft.Orleans.Application"];

    [Fact]
    public async Task A_request_its_turn_its_decision_and_its_commit_are_one_trace_and_its_delivery_is_linked_to_it()
    {
        using var spans = new Spans();
        var trace = ActivityTraceId.CreateRandom();

        await Post(trace, "/v1/events", new[] { Shopping.BadReview($"traced {trace}", $"review {trace}") });
        await Probe.Within(spans.Perform(trace), "the delivery of what the request led to");

        // Read from the inside out: each one's parent is the next.
        var commit = spans.Of(trace).First(span => span.OperationName == Steps.Commit.Name);
        Assert.Equal(
            [
                Steps.Commit.Name, Steps.TakeTurn.Name, "ICustomerGrain/Receive", "ICustomerGrain/Receive",
                Steps.Ask.Name, "Microsoft.AspNetCore.Hosting.HttpRequestIn",
            ],
            spans.Upwards(commit).Select(Spans.Word));
        var decide = spans.Of(trace).First(span => span.OperationName == Steps.Decide.Name);
        Assert.Equal(Steps.TakeTurn.Name, spans.Upwards(decide).ElementAt(1).OperationName);
    }

    [Fact]
    public async Task An_agents_act_is_one_trace_down_to_its_commit()
    {
        var trace = ActivityTraceId.CreateRandom();
        await product.App.Demo.Tell(Shopping.BadReview($"acted {trace}", $"review {trace}"));
        var alert = await product.App.Demo.Alert($"acted {trace}");
        using var spans = new Spans();

        await Post(trace, $"/v1/alerts/{alert}/claim", null);

        var commit = spans.Of(trace).First(span => span.OperationName == Steps.Commit.Name);
        Assert.Equal(
            [
                Steps.Commit.Name, Steps.Act.Name, "ICustomerGrain/Act", "ICustomerGrain/Act", Steps.Act.Name,
                "Microsoft.AspNetCore.Hosting.HttpRequestIn",
            ],
            spans.Upwards(commit).Select(Spans.Word));
    }

    [Fact]
    public async Task Telling_agents_is_linked_to_the_delivery_whose_hint_woke_it()
    {
        const int AttemptsMax = 20;
        using var spans = new Spans();
        using var end = new CancellationTokenSource();
        var relay = product.App.Services.GetRequiredService<AlertRelay>();
        await using var heard = relay.Follow(FirstStart.Demo, 0, end.Token).GetAsyncEnumerator(CancellationToken.None);

        // The reader also looks by itself, and may find an alert before the hint of it: then the next one is awaited. A
        // telling may also end a little after what it told was heard.
        var traces = new List<ActivityTraceId>();
        for (var attempt = 1; ; attempt++)
        {
            var trace = ActivityTraceId.CreateRandom();
            traces.Add(trace);
            await Post(trace, "/v1/events", new[] { Shopping.BadReview($"told {trace}", $"review {trace}") });
            await Probe.Within(spans.Perform(trace), "the delivery");
            Assert.True(await heard.MoveNextAsync());
            var deliveries = spans.Named(Steps.Perform).Where(Leads(to: traces)).Select(span => span.TraceId).ToList();
            if (spans.Named(Steps.Tell).Any(tell => tell.Links.Any(link => deliveries.Contains(link.Context.TraceId))))
            {
                break;
            }

            Assert.True(attempt < AttemptsMax, "No telling was linked to a delivery.");
        }

        static Func<Activity, bool> Leads(List<ActivityTraceId> to) =>
            span => span.Links.Any(link => to.Contains(link.Context.TraceId));
    }

    [Theory]
    [InlineData(ActivityTraceFlags.Recorded, SamplingDecision.RecordAndSample)]
    [InlineData(ActivityTraceFlags.None, SamplingDecision.Drop)]
    public void A_trace_that_goes_on_from_another_is_kept_where_that_one_is(
        ActivityTraceFlags flags, SamplingDecision expected)
    {
        var from = new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), flags);
        var asked = new SamplingParameters(
            default, ActivityTraceId.CreateRandom(), "5 perform", ActivityKind.Internal, null, [new(from)]);

        Assert.Equal(expected, new LinkedSampler(new AlwaysOffSampler()).ShouldSample(asked).Decision);
    }

    [Fact]
    public void A_span_that_leaves_the_machine_names_no_customer_and_holds_no_address()
    {
        using var span = new Activity("ICustomerGrain/Receive").Start();
        span.SetTag("rpc.orleans.target_id", "customer/shop/ada");
        span.SetTag("url.path", "/v1/customers/ada");
        span.SetTag("url.full", "https://example.com/hooks/ada");
        span.SetTag("exception.message", "ada is late");
        span.SetTag("exception.type", "TimeoutException");
        span.SetTag("http.route", "/v1/customers/{customerId}");

        new SpanScreen().OnEnd(span);

        Assert.Equal(["exception.type", "http.route"], span.TagObjects.Select(tag => tag.Key).Order());
    }

    async Task Post(ActivityTraceId trace, string path, object? body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative))
        {
            Content = body is null ? null : JsonContent.Create(body),
        };
        request.Headers.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01");
        using var answer = await product.App.Demo.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Hears every span of the process; what belongs to a test is told by its trace.</summary>
    sealed class Spans : IDisposable
    {
        readonly ConcurrentQueue<Activity> _ended = new();
        readonly ConcurrentDictionary<ActivityTraceId, TaskCompletionSource> _performed = new();
        readonly ActivityListener _listener;

        public Spans()
        {
            _listener = new()
            {
                ShouldListenTo = source => Sources.Contains(source.Name),
                Sample = (ref ActivityCreationOptions<ActivityContext> _) =>
                    ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = Heard,
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public static string Word(Activity span) => span.OperationName.Split('.')[^1] is "HttpRequestIn"
            ? "Microsoft.AspNetCore.Hosting.HttpRequestIn"
            : span.OperationName;

        public IEnumerable<Activity> Named(Steps.Step step) => _ended.Where(span => span.OperationName == step.Name);

        public IEnumerable<Activity> Of(ActivityTraceId trace) => _ended.Where(span => span.TraceId == trace);

        public Task Perform(ActivityTraceId trace) => Performed(trace).Task;

        public IEnumerable<Activity> Upwards(Activity from)
        {
            for (var span = from; span is not null;)
            {
                yield return span;
                span = Of(from.TraceId).SingleOrDefault(other => other.SpanId == span.ParentSpanId);
            }
        }

        public void Dispose() => _listener.Dispose();

        void Heard(Activity span)
        {
            _ended.Enqueue(span);
            if (span.OperationName == Steps.Perform.Name)
            {
                foreach (var link in span.Links)
                {
                    Performed(link.Context.TraceId).TrySetResult();
                }
            }
        }

        TaskCompletionSource Performed(ActivityTraceId trace) =>
            _performed.GetOrAdd(trace, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
    }
}
