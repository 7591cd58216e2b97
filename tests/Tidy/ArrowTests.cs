using ArchUnitNET.Domain;
using ArchUnitNET.Domain.Extensions;
using ArchUnitNET.Loader;

namespace Engagement.Tests.Tidy;

/// <summary>
/// Which folder may know which, told by the types that its code uses, not by the projects that it names: a project sees
/// all that the ones it names can see.
/// </summary>
public sealed class ArrowTests
{
    static readonly Dictionary<string, string[]> s_folders = new()
    {
        ["core"] = [],
        ["grains.abstractions"] = ["core"],
        ["grains"] = ["core", "grains.abstractions"],
        ["storage"] = ["core", "grains.abstractions", "grains"],
        ["channels"] = ["core"],
        ["silo"] = ["core", "grains.abstractions", "grains", "storage", "channels"],
        ["api"] = ["core", "grains.abstractions", "silo"],
        ["replay"] = [],
    };

    // Reading them takes seconds, so it is done once.
    static readonly Lazy<Architecture> s_product = new(() => new ArchLoader().LoadAssemblies(
        [.. s_folders.Keys.Select(folder => System.Reflection.Assembly.Load(AssemblyOf(folder)))]).Build());

    // What is used all the same. One that is used no more is taken off here, and none is added.
    static readonly Dictionary<(string From, string To), string> s_known = new()
    {
        [("api", "grains")] = """
            Catalogues.CatalogueCache Catalogues.ICatalogues
            Catalogues.WorkspaceRules Definitions.DefinitionText Definitions.StarterDefinition
            Definitions.StarterDefinitions Storage.AgentAccount Storage.AlertFilter Storage.AlertRow Storage.ApiKey
            Storage.BookedEntry Storage.CustomerRow Storage.DeadLetter Storage.EventStamp Storage.FeedEntry
            Storage.IAlertFeed Storage.ICommitLoad Storage.ICustomerReads Storage.IDefinitionStore
            Storage.IOutbox Storage.IStoreHealth Storage.IWorkspaces Storage.JournalEntry Storage.ListedCustomer
            Storage.ListedMessage Storage.MessageRow Storage.NewDefinition Storage.StoredDefinition
            Storage.Workspace Storage.WorkspaceTotals Telemetry.Steps Telemetry.Steps+Running
            """,
        [("api", "channels")] = """
            Receivers.CheckedOptions Templates.TemplateCheck Templates.TemplateProblem Unsubscribe.UnsubscribeLinks
            Unsubscribe.Unsubscription
            """,
    };

    /// <summary>
    /// The folders of core, each of which may know those before it. The third is the kernel, whose namespace is the
    /// product's own; the last composes the others to one customer.
    /// </summary>
    static readonly string[] s_slices =
    [
        "Time", "Schema", "", "Events", "Definitions", "Slices", "Profile", "Orders", "Feedback", "Loyalty", "Policy",
        "Messages", "Alerts", "Journeys", "Customers",
    ];

    public static TheoryData<string> Folders => [.. s_folders.Keys];

    public static TheoryData<string> Slices => [.. s_slices];

    [Theory]
    [MemberData(nameof(Folders))]
    public void Dependencies_point_one_way(string folder)
    {
        var known = s_known.Where(arrow => arrow.Key.From == folder).SelectMany(arrow => Known(arrow.Value)).ToArray();
        var wrong = s_folders.Keys.Except(s_folders[folder]).Where(other => other != folder)
            .SelectMany(other => Used(folder, other))
            .ToArray();

        string[] complaints =
        [
            .. wrong.Except(known).Select(type =>
                $"{folder} may not use {type}; turn the arrow round, or move what both need further in."),
            .. known.Except(wrong).Select(type =>
                $"{folder} uses {type} no more; take it off the list of known arrows."),
        ];
        Assert.True(complaints.Length == 0, string.Join(Environment.NewLine, complaints));
    }

    [Theory]
    [MemberData(nameof(Slices))]
    public void A_slice_knows_those_before_it_and_none_after(string slice)
    {
        var own = s_product.Value.Types.Where(type => IsOfCore(type) && SliceOf(type) == slice).ToArray();
        var after = s_slices[(Array.IndexOf(s_slices, slice) + 1)..];

        Assert.NotEmpty(own);
        Assert.Empty(own
            .SelectMany(type => type.GetTypeDependencies(), (type, used) => (type, used))
            .Where(pair => IsOfCore(pair.used) && after.Contains(SliceOf(pair.used)))
            .Select(pair => $"{pair.type.FullName} uses {pair.used.FullName}")
            .Distinct());
    }

    [Fact]
    public void Every_folder_of_core_has_its_place_in_the_order() => Assert.Equal(
        s_slices.Order(StringComparer.Ordinal),
        s_product.Value.Types.Where(IsOfCore).Select(SliceOf).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void The_core_knows_the_base_library_and_the_time_zones_alone() => Assert.Equal(
        ["Engagement", "NodaTime", "System"],
        Used("core").Where(type => type.Assembly is not null).Select(type => type.Assembly.Name.Split('.', ',')[0])
            .Distinct().Order(StringComparer.Ordinal));

    // What the compiler makes for itself has no namespace.
    static bool IsOfCore(IType type) => type.Assembly?.Name.Split(',')[0] == AssemblyOf("core")
        && type.Namespace?.FullName.StartsWith("Engagement", StringComparison.Ordinal) == true;

    static string SliceOf(IType type) => type.Namespace.FullName.Split('.').ElementAtOrDefault(1) ?? "";

    /// <summary>The full names of those of its types that the folder's code uses.</summary>
    static string[] Used(string folder, string other) =>
    [
        .. Used(folder).Where(type => type.Assembly?.Name.Split(',')[0] == AssemblyOf(other))
            .Select(type => type.FullName).Distinct().Order(StringComparer.Ordinal),
    ];

    static IEnumerable<IType> Used(string folder) => s_product.Value.Types
        .Where(type => type.Assembly.Name.Split(',')[0] == AssemblyOf(folder))
        .SelectMany(type => type.GetTypeDependencies());

    static IEnumerable<string> Known(string names) =>
        names.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(name => $"Engagement.{name}");

    static string AssemblyOf(string folder) => "Engagement." + string.Join(
        '.', folder.Split('.').Select(part => char.ToUpperInvariant(part[0]) + part[1..]));
}
