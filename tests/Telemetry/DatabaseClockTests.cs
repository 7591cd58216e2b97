using Engagement.Hosting;
using Engagement.Storage;
using Engagement.Storage.Postgres;
using Engagement.Tests.Storage;
using Engagement.Tests.Support;
using Microsoft.Extensions.Logging;

namespace Engagement.Tests.Telemetry;

/// <summary>The time is the database's, whatever the machine says.</summary>
public sealed class DatabaseClockTests : IDisposable
{
    static readonly DateTimeOffset s_noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    readonly ArmedClock _machine = new(s_noon);
    readonly DatabaseClock _clock;
    readonly Told _store = new() { At = s_noon };
    readonly KeptLog _log = new();
    readonly ILoggerFactory _logs;
    readonly DatabaseTime _time;

    public DatabaseClockTests()
    {
        _clock = new(_machine);
        _logs = LoggerFactory.Create(builder => builder.AddProvider(_log));
        _time = new(_store, _clock, _logs.CreateLogger<DatabaseTime>());
    }

    public void Dispose()
    {
        _time.Dispose();
        _logs.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task A_machine_whose_clock_is_wrong_or_set_takes_the_databases_time_and_says_so_once()
    {
        _machine.Ahead = TimeSpan.FromHours(2);
        await Asks(() => _time.StartAsync(CancellationToken.None));
        Assert.Equal(s_noon, _clock.GetUtcNow());

        _machine.Ahead = TimeSpan.FromDays(-400);
        Assert.Equal(s_noon, _clock.GetUtcNow());
        _machine.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(s_noon.AddSeconds(10), _clock.GetUtcNow());

        _store.At = s_noon.AddSeconds(31);
        await Asks(() => Pass(TimeSpan.FromSeconds(20)));
        Assert.Equal(s_noon.AddSeconds(31), _clock.GetUtcNow());
        Assert.Contains("ahead of the database's by 02:00:00", Assert.Single(_log.Lines), StringComparison.Ordinal);
        await _time.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task While_the_database_is_away_the_time_goes_on_from_what_it_said_last()
    {
        await Asks(() => _time.StartAsync(CancellationToken.None));
        _store.IsAway = true;
        _machine.Ahead = TimeSpan.FromHours(1);

        await Asks(() => Pass(DatabaseTime.Pause));

        Assert.Equal(s_noon + DatabaseTime.Pause, _clock.GetUtcNow());
        await _time.StopAsync(CancellationToken.None);
    }

    [PostgresFact]
    public async Task The_server_says_what_time_it_is()
    {
        await using var store = await Store.Open(Dialect.Postgres);

        var before = TimeProvider.System.GetUtcNow();
        var now = await store.Get<PostgresDatabase>().Now(default);

        Assert.InRange(now, before.AddSeconds(-1), TimeProvider.System.GetUtcNow().AddSeconds(1));
    }

    Task Pass(TimeSpan by)
    {
        _machine.Advance(by);
        return Task.CompletedTask;
    }

    async Task Asks(Func<Task> act)
    {
        var resting = _machine.Armed(DatabaseTime.Pause);
        await act();
        await Probe.Within(resting, "the pause before the next question");
    }

    sealed class Told : IStoreClock
    {
        public DateTimeOffset At { get; set; }

        public bool IsAway { get; set; }

        public ValueTask<DateTimeOffset> Now(CancellationToken cancellation) => IsAway
            ? throw new StoreUnavailableException("away", new TimeoutException())
            : new(At);
    }
}
