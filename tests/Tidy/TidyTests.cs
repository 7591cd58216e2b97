using System.Text.RegularExpressions;
using Engagement.Tests.Support;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Engagement.Tests.Tidy;

/// <summary>The house rules that a compiler does not know. Each message says what to do instead.</summary>
public sealed partial class TidyTests
{
    const int MethodLinesMax = 50;
    const int FileLinesMax = 400;
    const int LineColumnsMax = 120;
    const int ConstructorParametersMax = 5;

    [Fact]
    public void Sources_keep_to_the_house_rules() => Fine(Repository.Files(".cs").SelectMany(Complaints));

    [Fact]
    public void Console_sources_keep_to_their_size() => Fine(
        Repository.Files(".ts", ".tsx").Where(file => file.StartsWith("console/src", StringComparison.Ordinal))
            .SelectMany(SizeComplaints));

    [Fact]
    public void Nothing_is_compiled_on_a_condition() => Fine(
        Repository.Files(".cs")
            .Where(file => Directive().IsMatch(File.ReadAllText(Repository.At(file))))
            .Select(file => $"{file}: has an #if, which makes two products of one; choose one."));

    [Fact]
    public void Only_the_time_folder_of_core_names_its_library() => Fine(
        Repository.Files(".cs")
            .Where(file => !file.StartsWith("core/Time/", StringComparison.Ordinal)
                && !file.StartsWith("tests/", StringComparison.Ordinal)
                && File.ReadAllText(Repository.At(file)).Contains("NodaTime", StringComparison.Ordinal))
            .Select(file => $"{file}: names NodaTime; ask LocalZone, in core/Time."));

    [Fact]
    public void What_the_architecture_names_exists()
    {
        var page = File.ReadAllText(Repository.At("ARCHITECTURE.md"));
        var paths = Path_().Matches(page).Select(match => match.Groups[1].Value.TrimEnd('/')).Distinct();
        Fine(paths
            .Where(path => !File.Exists(Repository.At(path)) && !Directory.Exists(Repository.At(path)))
            .Select(path => $"ARCHITECTURE.md names {path}, which does not exist."));
    }

    [Fact]
    public void Every_step_of_the_flow_has_a_file_that_says_so()
    {
        var texts = Repository.Files(".cs")
            .Where(file => !file.StartsWith("tests/", StringComparison.Ordinal))
            .Select(file => File.ReadAllText(Repository.At(file)))
            .ToList();
        Fine(Enumerable.Range(1, 7)
            .Where(step => !texts.Exists(text => text.Contains($"Step {step}: ", StringComparison.Ordinal)))
            .Select(step => $"No file's summary begins with 'Step {step}: '; ARCHITECTURE.md promises one."));
    }

    static void Fine(IEnumerable<string> complaints)
    {
        var all = complaints.ToList();
        Assert.True(all.Count == 0, string.Join(Environment.NewLine, all));
    }

    static IEnumerable<string> Complaints(string file)
    {
        var text = File.ReadAllText(Repository.At(file));
        var tree = CSharpSyntaxTree.ParseText(text).GetRoot();
        return SizeComplaints(file)
            .Concat(Open().IsMatch(text) ? [$"{file}: an open end; finish it or file it."] : [])
            .Concat(Region().IsMatch(text) ? [$"{file}: a #region; split the file at a noun."] : [])
            .Concat(Names(file, tree))
            .Concat(Lengths(file, tree))
            .Concat(Constructors(file, tree));
    }

    static IEnumerable<string> SizeComplaints(string file)
    {
        var lines = File.ReadAllLines(Repository.At(file));
        if (lines.Length > FileLinesMax)
        {
            yield return $"{file}: {lines.Length} lines; split it at a noun (limit {FileLinesMax}).";
        }

        if (Array.FindIndex(lines, line => line.Length > LineColumnsMax) is >= 0 and var index)
        {
            yield return $"{file}:{index + 1}: longer than {LineColumnsMax} columns; break it where you would breathe.";
        }
    }

    static IEnumerable<string> Names(string file, Microsoft.CodeAnalysis.SyntaxNode tree) => tree.DescendantNodes()
        .OfType<BaseTypeDeclarationSyntax>()
        .Where(type => Vague().IsMatch(type.Identifier.Text))
        .Select(type => $"{file}: '{type.Identifier}' says nothing; name what it knows or does.");

    // A table is one expression, however many rows it has; what tires a reader is statements.
    static IEnumerable<string> Lengths(string file, Microsoft.CodeAnalysis.SyntaxNode tree) => tree.DescendantNodes()
        .OfType<MethodDeclarationSyntax>()
        .Where(method => method.ExpressionBody is null)
        .Select(method => (method.Identifier, Span: method.GetLocation().GetLineSpan()))
        .Select(method => (method.Identifier,
            Lines: method.Span.EndLinePosition.Line - method.Span.StartLinePosition.Line + 1))
        .Where(method => method.Lines > MethodLinesMax)
        .Select(method => $"{file}: {method.Identifier} has {method.Lines} lines (limit {MethodLinesMax}).");

    // Records list what they are made of; a class that asks for more than five others has two jobs.
    static IEnumerable<string> Constructors(string file, Microsoft.CodeAnalysis.SyntaxNode tree) =>
        tree.DescendantNodes()
        .OfType<ClassDeclarationSyntax>()
        .Where(type => type.ParameterList?.Parameters.Count > ConstructorParametersMax)
        .Select(type => $"{file}: {type.Identifier} takes {type.ParameterList!.Parameters.Count} things " +
            $"(limit {ConstructorParametersMax}); a noun is missing.");

    [GeneratedRegex("(Manager|Helper|Helpers|Util|Utils|Utility|Service|Impl|Base)$")]
    private static partial Regex Vague();

    [GeneratedRegex(@"\b(TO" + @"DO|FIX" + @"ME|HA" + @"CK|NotImplemented" + @"Exception)\b")]
    private static partial Regex Open();

    [GeneratedRegex(@"^\s*#region", RegexOptions.Multiline)]
    private static partial Regex Region();

    [GeneratedRegex(@"^\s*#if", RegexOptions.Multiline)]
    private static partial Regex Directive();

    [GeneratedRegex(@"`((?:[a-z.]+/)[A-Za-z0-9_./-]+)`")]
    private static partial Regex Path_();
}
