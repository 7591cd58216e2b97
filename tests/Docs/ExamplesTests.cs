using Engagement.Tests.Support;
using Microsoft.Extensions.Configuration;
using YamlDotNet.RepresentationModel;

namespace Engagement.Tests.Docs;

/// <summary>
/// The examples for systemd and Kubernetes are not run by anybody here; so their form, and that they speak of settings
/// that there are, is looked at.
/// </summary>
public sealed class ExamplesTests
{
    static readonly string[] s_settings = [.. Names(File.ReadAllText(Repository.At("docs", "operations.md")))];

    [Fact]
    public void Manifests_for_Kubernetes_have_what_the_schema_demands()
    {
        var manifests = Manifests().ToList();
        Assert.All(manifests, manifest =>
        {
            Assert.NotEmpty(Text(manifest, "apiVersion"));
            Assert.NotEmpty(Text(manifest, "metadata", "name"));
        });
        Assert.Equal(
            [
                "v1 ServiceAccount", "rbac.authorization.k8s.io/v1 Role", "rbac.authorization.k8s.io/v1 RoleBinding",
                "v1 PersistentVolumeClaim", "apps/v1 Deployment", "apps/v1 Deployment", "v1 Service",
            ],
            manifests.Select(manifest => $"{Text(manifest, "apiVersion")} {Text(manifest, "kind")}"));
        foreach (var deployment in manifests.Where(manifest => Text(manifest, "kind") == "Deployment"))
        {
            Assert.Equal(
                At(deployment, "spec", "selector", "matchLabels"),
                At(deployment, "spec", "template", "metadata", "labels"));
            var pod = (YamlMappingNode)At(deployment, "spec", "template", "spec");
            var volumes = Each(pod, "volumes").Select(volume => Text(volume, "name")).ToList();
            var container = Assert.Single(Each(pod, "containers"));
            Assert.NotEmpty(Text(container, "image"));
            Assert.All(Each(container, "volumeMounts"), mount => Assert.Contains(Text(mount, "name"), volumes));
            Assert.All(Each(container, "env"), variable =>
                Assert.True(variable.Children.ContainsKey("value") ^ variable.Children.ContainsKey("valueFrom")));
        }
    }

    [Fact]
    public void Examples_name_only_settings_that_there_are()
    {
        var named = Names(File.ReadAllText(Repository.At("examples", "kubernetes", "engagement.yaml")))
            .Concat(Names(File.ReadAllText(Repository.At("examples", "systemd", "appsettings.json"))));
        Assert.Empty(named.Except(s_settings));
    }

    [Fact]
    public void The_settings_of_the_example_for_systemd_are_taken()
    {
        var settings = Settings.Of(new ConfigurationBuilder()
            .AddJsonFile(Repository.At("examples", "systemd", "appsettings.json")).Build());

        Assert.Equal("production", settings.Cluster!.Cluster);
        Assert.NotNull(settings.Cluster.Tls);
    }

    [Theory]
    [InlineData("engagement-silo@.service", "/opt/engagement/silo/Engagement.Silo")]
    [InlineData("engagement-api.service", "/opt/engagement/api/Engagement.Api")]
    public void Units_for_systemd_start_a_program_and_give_it_time_to_end(string unit, string program)
    {
        var sections = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var line in File.ReadLines(Repository.At("examples", "systemd", unit))
            .Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (line[0] == '[')
            {
                sections.Add(line, []);
            }
            else
            {
                Assert.Contains('=', line);
                sections.Last().Value.Add(line);
            }
        }

        Assert.Equal(["[Unit]", "[Service]", "[Install]"], sections.Keys);
        Assert.Contains($"ExecStart={program}", sections["[Service]"]);
        Assert.Contains("TimeoutStopSec=60", sections["[Service]"]);
    }

    static IEnumerable<YamlMappingNode> Manifests()
    {
        var stream = new YamlStream();
        using var text = File.OpenText(Repository.At("examples", "kubernetes", "engagement.yaml"));
        stream.Load(text);
        return stream.Documents.Select(document => (YamlMappingNode)document.RootNode);
    }

    static YamlNode At(YamlNode node, params string[] path) => path.Aggregate(node, (at, name) => at[name]);

    static string Text(YamlNode node, params string[] path) => ((YamlScalarNode)At(node, path)).Value!;

    static IEnumerable<YamlMappingNode> Each(YamlNode node, string name) =>
        ((YamlSequenceNode)node[name]).Children.Cast<YamlMappingNode>();

    static IEnumerable<string> Names(string text) =>
        System.Text.RegularExpressions.Regex.Matches(text, "ENGAGE_[A-Z_]+").Select(match => match.Value).Distinct();
}
