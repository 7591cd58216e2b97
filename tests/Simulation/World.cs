using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Engagement.Catalogues;
using Engagement.Customers;
using Engagement.Storage;

namespace Engagement.Tests.Simulation;

/// <summary>
/// A few customers, a product that crashes, a store that loses connections, a relay that acts and says nothing, senders
/// that repeat themselves: all of it driven by one seed and virtual time. The activations, the core and the pumps
/// are the real ones; the store is one, too, where the <see cref="ISimDisk"/> is a <see cref="SimFile"/>.
/// </summary>
sealed class World
{
    public const string Workspace = "sim";

    /// <summary>
    /// How late a follow-up may be when the world has come to rest: longer than any lease, retry or look.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromHours(14);

    const int Customers = 3;
    const int Senders = 3;
    const int EventsASender = 25;

    static readonly DateTimeOffset s_start = new(2030, 3, 1, 0, 0, 0, TimeSpan.Zero);

    readonly SimScheduler _scheduler;
    SimProcess _process = null!;

    public World(int seed, Faults faults, Engagement.Customers.Catalogue catalogue, ISimDisk place)
    {
        Random = new(seed);
        Clock = new(s_start);
        Faults = faults;
        Place = place;
        _scheduler = new(Random, Clock);
        var workspace = new Workspace(Workspace, Workspace, false, null, "Europe/Berlin", "en", s_start);
        Catalogues = new FixedCatalogues(new(workspace, catalogue));
        Workspaces = OneWorkspace.Of(workspace);
    }

    public Random Random { get; }

    public SimClock Clock { get; }

    public Faults Faults { get; private set; }

    /// <summary>What the processes keep things in.</summary>
    public ISimDisk Place { get; }

    /// <summary>What was kept, when the world has come to rest.</summary>
    public Disk Disk { get; private set; } = new();

    public Outside Outside { get; } = new();

    public ICatalogues Catalogues { get; }

    public IWorkspaces Workspaces { get; }

    /// <summary>Ids of events whose sender was told that they are taken.</summary>
    public HashSet<string> Acknowledged { get; } = [];

    /// <summary>What failed although the world did nothing to it.</summary>
    public List<string> Failures { get; } = [];

    public int Crashes { get; private set; }

    public bool Chance(double probability) => Random.NextDouble() < probability;

    /// <summary>Lets everything happen, then lets the world come to rest.</summary>
    public void Run() => _scheduler.Run(Live, s_start.AddYears(3));

    async Task Live()
    {
        _process = new(this);
        _process.Start();
        var shop = new Shop(Random);
        var senders = Enumerable.Range(0, Senders).Select(_ => Send(shop)).ToArray();
        var crashing = CrashNowAndThen(Task.WhenAll(senders));
        await Task.WhenAll(senders);
        await crashing;

        // From here on nothing fails any more, and all that is still waited for must happen.
        Faults = Faults.None;
        Restart();
        for (var month = 0; month < 4; month++)
        {
            await Task.Delay(TimeSpan.FromDays(30), Clock);
        }

        Disk = await Place.Close();
    }

    async Task Send(Shop shop)
    {
        for (var sent = 0; sent < EventsASender; sent++)
        {
            await Task.Delay(TimeSpan.FromMinutes(Random.Next(0, 3_000)), Clock);
            var customer = new CustomerKey(Workspace, $"c{Random.Next(Customers)}");
            var events = Enumerable.Range(0, Random.Next(1, 4)).Select(_ => shop.Next(Clock.GetUtcNow()));
            var delivery = new Delivery([.. events]);
            await UntilTaken(customer, delivery);
            if (Chance(0.2))
            {
                await UntilTaken(customer, delivery);
            }
        }
    }

    /// <summary>Senders retry until they get an answer, as the contract asks of them.</summary>
    async Task UntilTaken(CustomerKey customer, Delivery delivery)
    {
        while (true)
        {
            try
            {
                var receipts = await Deliver(customer, delivery).WaitAsync(TimeSpan.FromSeconds(30), Clock);
                Acknowledged.UnionWith(delivery.Events
                    .Where((_, i) => receipts[i].Kind != ReceiptKind.Conflict).Select(e => e.Id));
                return;
            }
            catch (Exception error) when (error is StoreUnavailableException or VersionConflictException or IOException
                or TimeoutException)
            {
                await Task.Delay(TimeSpan.FromSeconds(Random.Next(1, 20)), Clock);
            }
        }
    }

    async Task<ImmutableArray<Receipt>> Deliver(CustomerKey customer, Delivery delivery) =>
        await (await _process.Customer(customer)).Receive(delivery);

    async Task CrashNowAndThen(Task senders)
    {
        while (!senders.IsCompleted)
        {
            // Often in the middle of something: most of what happens takes milliseconds.
            await Task.Delay(TimeSpan.FromMilliseconds(Random.Next(1, 1_000_000_000)), Clock);
            if (Faults.Crash > 0)
            {
                await UntilBusy();
                Restart();
            }
        }
    }

    async Task UntilBusy()
    {
        var before = Place.Written;
        for (var i = 0; i < 1_000 && Place.Written == before; i++)
        {
            await Task.Delay(TimeSpan.FromMinutes(1), Clock);
        }

        await Task.Delay(TimeSpan.FromMicroseconds(Random.Next(1, 20_000)), Clock);
    }

    void Restart()
    {
        _process.Crash();
        Crashes++;
        _process = new(this);
        _process.Start();
    }

    /// <summary>Answers the one question that pumps ask about workspaces.</summary>
    [SuppressMessage("Performance", "CA1852", Justification = "The proxy that is made at run time derives from it.")]
    public class OneWorkspace : DispatchProxy
    {
        Workspace _workspace = null!;

        internal static IWorkspaces Of(Workspace workspace)
        {
            var workspaces = Create<IWorkspaces, OneWorkspace>();
            ((OneWorkspace)(object)workspaces)._workspace = workspace;
            return workspaces;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            targetMethod!.Name == nameof(IWorkspaces.Find)
                ? new ValueTask<Workspace?>(_workspace)
                : throw new NotSupportedException(targetMethod.Name);
    }
}
