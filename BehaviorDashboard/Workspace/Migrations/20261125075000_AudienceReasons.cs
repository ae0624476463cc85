using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BehaviorDashboard.Workspace.Migrations
{
    /// <inheritdoc />
    public partial class AudienceReasons : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Reason",
                table: "AudienceMembers",
                type: "TEXT",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Reason",
                table: "AudienceMembers");
        }
    }
}
