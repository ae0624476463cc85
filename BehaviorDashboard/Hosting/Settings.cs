using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using BehaviorDashboard.Events;
using BehaviorDashboard.Features.Campaigns;
using BehaviorDashboard.Features.Carts;
using BehaviorDashboard.Features.Churn;
using BehaviorDashboard.Features.Imports;
using BehaviorDashboard.Features.Samples;
using BehaviorDashboard.Features.Schedules;

namespace BehaviorDashboard.Hosting;

/// <param name="Name">Empty for the root of the configuration.</param>
/// <param name="SetByHost">Properties that no configuration sets.</param>
public sealed record SettingsSection(string Name, Type Options, params string[] SetByHost)
{
    public IEnumerable<PropertyInfo> Settings => Options.GetProperties().Where(p => p.CanWrite && !SetByHost.Contains(p.Name));

    public string KeyOf(PropertyInfo setting) => Name.Length == 0 ? setting.Name : $"{Name}:{setting.Name}";
}

/// <summary>
/// All settings of the program. <see cref="Check(IConfiguration)"/> finds everything that is wrong at once and says each key with its legal values;
/// the options system alone stops at the first value that it cannot convert, and names properties rather than keys.
/// </summary>
public static class Settings
{
    public static IReadOnlyList<SettingsSection> All { get; } =
    [
        new("", typeof(DashboardOptions)),
        new(JobsOptions.Section, typeof(JobsOptions)),
        new("Events", typeof(EventsOptions), nameof(EventsOptions.Folder)),
        new(ImportOptions.Section, typeof(ImportOptions)),
        new(SampleOptions.Section, typeof(SampleOptions)),
        new(SchedulesOptions.Section, typeof(SchedulesOptions)),
        new("Churn", typeof(ChurnOptions)),
        new(CartsOptions.Section, typeof(CartsOptions)),
        new(CampaignsOptions.Section, typeof(CampaignsOptions)),
    ];

    /// <returns>One sentence for each setting that is wrong; empty when all are right.</returns>
    public static IReadOnlyList<string> Check(IConfiguration configuration) => [.. All.SelectMany(s => Check(configuration, s))];

    private static IEnumerable<string> Check(IConfiguration configuration, SettingsSection section)
    {
        var values = section.Name.Length == 0 ? configuration : configuration.GetSection(section.Name);
        foreach (var setting in section.Settings)
        {
            if (Wrong(values.GetSection(setting.Name), setting) is { } why)
            {
                yield return $"{section.KeyOf(setting)} {why}";
            }
        }

        if (section.Name.Length > 0)
        {
            var known = section.Settings.Select(s => s.Name).ToList();
            foreach (var child in values.GetChildren().Where(c => !known.Contains(c.Key, StringComparer.OrdinalIgnoreCase)))
            {
                yield return $"{section.Name}:{child.Key} is no setting. {section.Name} has: {string.Join(", ", known)}.";
            }
        }
    }

    private static string? Wrong(IConfigurationSection given, PropertyInfo setting)
    {
        // Lists are checked by the room that reads them.
        if (given.Value is not { } text)
        {
            return null;
        }

        object? value;
        try
        {
            value = TypeDescriptor.GetConverter(setting.PropertyType).ConvertFromString(null, CultureInfo.InvariantCulture, text);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or NotSupportedException or OverflowException)
        {
            return $"is '{text}', which is not {KindOf(setting.PropertyType)}.{Legal(setting)}";
        }

        var valid = setting.GetCustomAttributes<ValidationAttribute>().All(a => a.IsValid(value));
        return valid ? null : $"is '{text}'.{Legal(setting)}";
    }

    private static string Legal(PropertyInfo setting) => string.Concat(setting.GetCustomAttributes<ValidationAttribute>().Select(a => a switch
    {
        RangeAttribute range => string.Create(CultureInfo.InvariantCulture, $" Legal: {range.Minimum:#,0.##} to {range.Maximum:#,0.##}."),
        AllowedValuesAttribute allowed => $" Legal: {string.Join(", ", allowed.Values)}.",
        RequiredAttribute => " It must not be empty.",
        _ => $" {a.FormatErrorMessage(setting.Name)}",
    }));

    private static string KindOf(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var t when t == typeof(int) || t == typeof(long) => "a whole number",
        var t when t == typeof(double) || t == typeof(decimal) => "a number",
        var t when t == typeof(bool) => "true or false",
        var t when t.IsEnum => $"one of {string.Join(", ", Enum.GetNames(t))}",
        var t => $"a {t.Name}",
    };
}
